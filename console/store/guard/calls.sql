-- Calls that became no case of their own (store/people/calls.py): answered at once, or about a case that is
-- there. No operator may read the table; he sees masked what one of his posts may, and the log says
-- who kept, sought or erased something, never of whom.

create or replace function public.calls_today(since bigint) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(jsonb_object_agg(t.question, t.count), '{}') from (
    select c.question, count(*) from public.phone_call c
    where c.act = 'answer' and c.at >= since group by c.question) t;
end;

-- Why a record cannot be kept; null where it can. Word by word as domain.calls.unfit.
create or replace function public.call_unfit(act text, told jsonb) returns jsonb
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  item record;
begin
  for item in select * from jsonb_each_text('%(call_texts)s') with ordinality t(key, most, nth)
      order by array_position(array['question', 'answer', 'name', 'phone'], t.key) loop
    if char_length(told->>item.key) > item.most::integer then
      return jsonb_build_object('key', 'too_long', 'detail',
        jsonb_build_object('what', item.key, 'most', item.most::integer));
    end if;
  end loop;
  if coalesce(told->>'phone', '') <> '' and told->>'phone' !~ '%(phone_shape)s' then
    return jsonb_build_object('key', 'phone_shape', 'detail',
      jsonb_build_object('text', told->>'phone'));
  elsif act = 'answer' and (told->>'question' = any ('{%(questions)s}'::text[])) is not true then
    return jsonb_build_object('key', 'question', 'detail',
      jsonb_build_object('known', '%(known_questions)s'));
  elsif act = 'answer' and btrim(coalesce(told->>'answer', ''), E' \t\n\r\f\v\u3000') = '' then
    return '{"key": "needs", "detail": {"what": "answer_text"}}';
  end if;
  return null;
end
$$;

-- Earlier cases (of those the caller sees) and calls of a telephone number, the newest first.
create or replace function public.calls_of(me bigint, sought text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(jsonb_agg(to_jsonb(t) order by t.at desc), '[]') from (
    select 'case' as act, k.id as case_id, k.day_number, k.category_id, k.stage, k.registered_at as at,
      k.address as words
    from public.complainant p join public.case_ k on k.id = p.case_id
    where p.phone = sought and public.door_reaches(me, null, k.region_id, k.department_id)
    union all
    select c.act, c.case_id, null, null, null, c.at, c.answer from public.phone_call c
    where c.phone = sought and (c.case_id is null or exists (
      select 1 from public.case_ k where k.id = c.case_id
        and public.door_reaches(me, null, k.region_id, k.department_id)))
    order by at desc limit %(earlier_most)s) t;
end;

create or replace function public.calls_listed(since bigint, most integer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(jsonb_agg(to_jsonb(t) order by t.id desc), '[]') from (
    select c.id, c.act, c.question, c.answer, c.case_id, public.masked(c.name, 1, 0) as name,
      public.masked(c.phone, 3, 4) as phone, c.erased_at, o.login as operator, c.seat, c.at
    from public.phone_call c join public.operator o on o.id = c.operator_id
    where c.at >= since order by c.id desc limit least(most, %(listed_most)s)) t;
end;

-- Writes a record of a call; answers its id.
create or replace function public.call_kept(
  act text, who bigint, acting text, subject_id bigint, told jsonb) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  made bigint;
begin
  insert into public.phone_call (act, question, answer, case_id, name, phone, operator_id, post, seat, at)
  values (act, told->>'question', coalesce(told->>'answer', ''), subject_id, told->>'name',
    told->>'phone', who, acting,
    (select s.name from public.seat s where s.operator_id = who order by s.seen_at desc limit 1),
    public.door_now())
  returning id into made;
  perform public.noted('call', made, act, who, acting, '{}',
    jsonb_strip_nulls(jsonb_build_object('question', told->>'question', 'case_id', subject_id)), null);
  return made;
end
$$;

-- Calls listed, sought by number or erased, by who may.
create or replace function public.call_looked(
  act text, me bigint, acting text, subject_id bigint, told jsonb, why text) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  found_ones jsonb;
begin
  if act = 'list' then
    return jsonb_build_object('calls',
      public.calls_listed((told->>'since')::bigint, (told->>'most')::integer));
  elsif act = 'seek' then
    found_ones := public.calls_of(me, told->>'phone');
    if found_ones <> '[]' then
      perform public.noted('call', 0, 'seek', me, acting, '{}',
        jsonb_build_object('found', jsonb_array_length(found_ones)), null);
    end if;
    return jsonb_build_object('calls', found_ones);
  end if;
  update public.phone_call c set name = null, phone = null, erased_at = public.door_now()
  where c.id = subject_id;
  if not found then
    return '{"refused": "unknown_call", "detail": {}}';
  elsif octet_length(why) > %(detail_most)s then
    perform public.door_forged('why');
  end if;
  perform public.noted('call', subject_id, act, me, acting, '{}', '{}', why);
  return '{"calls": []}';
end
$$;

-- A call answered at once, or about a case that is there; `failed` says why it may not be.
create or replace function public.call_answered(
  act text, given_id text, me bigint, acting text, subject_id bigint, told jsonb, failed jsonb)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  hash text;
  known public.command;
  k public.case_;
  made bigint;
begin
  -- who called is no part of what the ledger remembers
  hash := md5(concat_ws('|', me, act, subject_id, acting, told->>'question', told->>'answer'));
  insert into public.command (command_id, ordinal, actor_id, arguments, outcome, at)
  values (given_id, 0, me, hash, 'pending', 0) on conflict (command_id, ordinal) do nothing;
  if not found then
    select * into known from public.command c where c.command_id = given_id and c.ordinal = 0;
    if known.arguments <> hash or known.actor_id <> me then
      perform public.door_forged('command_id');
    end if;
    return jsonb_build_object('subject', known.subject, 'outcome', known.outcome,
      'reason', known.reason, 'detail', known.detail);
  end if;
  if failed is null and act = 'repeat' then
    select * into k from public.case_ c where c.id = subject_id;
    failed := case when k.id is null then '{"key": "unknown_case", "detail": {}}'::jsonb
      when not public.door_reaches(me, null, k.region_id, k.department_id)
        then '{"key": "scope", "detail": {}}' end;
  end if;
  if failed is null then
    failed := public.call_unfit(act, told);
  end if;
  if failed is null then
    made := public.call_kept(act, me, acting, case when act = 'repeat' then subject_id end, told);
  end if;
  update public.command c set outcome = case when failed is null then 'done' else 'refused' end,
    reason = failed->>'key', detail = coalesce(failed->'detail', '{}'), subject = made,
    at = public.door_now()
  where c.command_id = given_id and c.ordinal = 0;
  return jsonb_build_object('subject', made,
    'outcome', case when failed is null then 'done' else 'refused' end,
    'reason', failed->>'key', 'detail', coalesce(failed->'detail', '{}'));
end
$$;

-- One act of domain.calls.CALL_POSTS. `subject_id` is the case of a repeat, the call to be erased.
create or replace function public.call_act(
  act text, given_id text, acting text, subject_id bigint, told jsonb, why text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me constant bigint := public.my_id();
  failed jsonb;
begin
  if me is null then
    perform public.door_forged('operator');
  elsif not ('%(call_posts)s'::jsonb) ? act then
    perform public.door_forged('act');
  elsif told is null or jsonb_typeof(told) <> 'object' or exists (
      select 1 from jsonb_each(told) t
      where act in ('answer', 'repeat', 'seek') and (not ('%(call_texts)s'::jsonb) ? t.key
        or jsonb_typeof(t.value) not in ('string', 'null'))) then
    perform public.door_forged('told');
  end if;
  if not exists (select 1 from public.operator_post p
                 where p.operator_id = me and p.active and p.post = acting) then
    failed := jsonb_build_object('key', 'post', 'detail', jsonb_build_object('post', acting));
  elsif not (('%(call_posts)s'::jsonb)->act) ? acting then
    failed := '{"key": "other_post", "detail": {}}';
  end if;

  if act in ('answer', 'repeat') then
    return public.call_answered(act, given_id, me, acting, subject_id, told, failed);
  elsif failed is not null then
    return jsonb_build_object('refused', failed->>'key', 'detail', failed->'detail');
  end if;
  return public.call_looked(act, me, acting, subject_id, told, why);
end
$$;

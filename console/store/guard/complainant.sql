-- The complainant's name, telephone and address: no operator may read the table. He sees them
-- masked, has them shown for one case (and the log says so), or erased; never are they in an event.
-- What is revealed is told to a later transaction only: one that is rolled back would leave no trace.

create or replace function public.masked(word text, front integer, back integer) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case when coalesce(word, '') = '' then null
  when char_length(word) <= front + back then left(word, 1) || repeat('*', char_length(word) - 1)
  else left(word, front) || repeat('*', char_length(word) - front - back) || right(word, back) end;

-- Why the caller may not do this about a case's complainant; null where he may.
create or replace function public.complainant_unfit(act text, k public.case_, wanted_post text)
returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  me constant bigint := public.my_id();
begin
  return case
    when public.is_master() then null
    when me is null or not public.door_reaches(me, null, k.region_id, k.department_id) then 'scope'
    when not public.door_reaches(me, wanted_post, k.region_id, k.department_id) then 'post'
    when not ('%(complainant_posts)s'::jsonb)->act ? wanted_post then 'other_post' end;
end
$$;

create or replace function public.complainant_of(
  act text, subject_id bigint, wanted_post text, detail jsonb, why text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me constant bigint := public.my_id();
  k public.case_;
  p public.complainant;
  no text;
begin
  if not ('%(complainant_posts)s'::jsonb) ? act then
    raise exception using errcode = 'WG001', message = 'act';
  end if;
  if octet_length(detail::text) > %(detail_most)s or octet_length(why) > %(detail_most)s then
    return '{"refused": "too_much"}';
  end if;
  if act not in ('mask', 'revealed') then  -- whoever only looks locks nothing
    perform 1 from public.case_ c where c.id = subject_id for share;
  end if;
  select * into k from public.case_ c where c.id = subject_id;
  if not found then
    return '{"refused": "unknown_case"}';
  end if;
  no := public.complainant_unfit(act, k, wanted_post);
  if no is not null then
    return jsonb_build_object('refused', no);
  end if;
  select * into p from public.complainant c where c.case_id = subject_id;
  if act = 'tell' then
    insert into public.complainant as c (case_id, name, phone, address)
    values (subject_id, detail->>'name', detail->>'phone', detail->>'address')
    on conflict (case_id) do update set name = excluded.name, phone = excluded.phone,
      address = excluded.address, erased_at = null;
  elsif act = 'erase' then
    update public.complainant set name = null, phone = null, address = null,
      erased_at = public.door_now() where case_id = subject_id;
  end if;
  if act not in ('mask', 'revealed') then
    perform public.noted('complainant', subject_id, act, me, wanted_post, '{}', '{}', why);
  end if;
  if act = 'revealed' then
    if not exists (
        select 1 from public.event e
        where e.kind = 'complainant' and e.kind <> 'case' and e.subject = subject_id
          and e.command = 'reveal' and e.actor_id is not distinct from me
          and e.recorded_at > public.door_now() - 300000
          and e.xid is distinct from pg_current_xact_id_if_assigned()) then
      return '{"refused": "not_revealed"}';
    end if;
    return jsonb_build_object('name', p.name, 'phone', p.phone, 'address', p.address,
      'erased_at', p.erased_at);
  elsif act = 'mask' then
    return jsonb_build_object('name', public.masked(p.name, 1, 0),
      'phone', public.masked(p.phone, 3, 4), 'address', public.masked(p.address, 6, 0),
      'erased_at', p.erased_at);
  end if;
  return '{}';
end
$$;

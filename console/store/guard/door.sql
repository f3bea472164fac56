-- The door: the only thing an operator may write is this view. One trigger, the eight steps of
-- DESIGN §5 in the order of domain.judgement. %(..)s are filled from the schema and the rule table.

create or replace view public.intent as
select ''::text as command_id, 0 as ordinal, ''::text as command, ''::text as kind,
       0::bigint as subject, 0 as version_seen, ''::text as post, '{}'::jsonb as changes,
       ''::text as reason, ''::text as on_behalf_of, 0::bigint as occurred_at,
       ''::text as outcome, ''::text as refusal, '{}'::jsonb as detail, 0 as version
where false;

create or replace function public.door_forged(what text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using errcode = 'WG001', message = what;
end
$$;

-- Keys and JSON types that a console writes; anything else is a forgery.
create or replace function public.door_shape(kind text, changes jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  types constant jsonb := '%(key_types)s';
  item record;
begin
  if kind is distinct from 'case' then
    perform public.door_forged('kind');
  end if;
  if changes is null or jsonb_typeof(changes) <> 'object' then
    perform public.door_forged('changes');
  end if;
  for item in select key, value from jsonb_each(changes) loop
    if types->>item.key is null
       or (types->>item.key = 'integer'
           and (jsonb_typeof(item.value) <> 'number' or item.value #>> '{}' !~ '^-?[0-9]+$'))
       or (types->>item.key <> 'integer' and jsonb_typeof(item.value) <> types->>item.key) then
      perform public.door_forged('changes.' || item.key);
    end if;
  end loop;
end
$$;

create or replace function public.door_number(at_ms bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  today text := (select to_char(to_timestamp(at_ms / 1000.0) at time zone i.zone, 'YYYYMMDD')
                 from public.schema_info i);
  n integer;
begin
  insert into public.day_counter as d (day, last) values (today, 1)
  on conflict (day) do update set last = d.last + 1 returning d.last into n;
  return jsonb_build_object(
    'number', today || lpad(n::text, greatest(5, length(n::text)), '0'),
    'day_number', substr(today, 5) || '-' || lpad(n::text, greatest(4, length(n::text)), '0'));
end
$$;

-- One command of one operator, whoever signs on: the eight steps. Answers the row with its outcome.
create or replace function public.door_answer(who bigint, new public.intent) returns public.intent
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  hash text;
  known public.command;
  cur public.case_;
  prior jsonb;
  c jsonb;
  q public.request;
  e public.event;
  rule public.rule;
  about text := '';
  touched text[] := '{}';
  noted jsonb := '{"before": {}, "after": {}}';
  was jsonb := '{}';
  now_is jsonb;
  failed jsonb;
  at_ms bigint;
  crossed boolean := false;
  others text;
  clock text;
  missing_variant boolean := false;
begin
  perform public.door_shape(new.kind, new.changes);
  new.ordinal := coalesce(new.ordinal, 0);
  hash := md5(concat_ws('|', who, new.command, new.kind, new.subject, new.version_seen, new.post,
    new.changes::text, coalesce(new.reason, '~'), coalesce(new.on_behalf_of, '~'),
    new.occurred_at));

  -- 1. the ledger answers a repeated command; a concurrent twin is waited for
  insert into public.command (command_id, ordinal, actor_id, arguments, outcome, at)
  values (new.command_id, new.ordinal, who, hash, 'pending', 0)
  on conflict (command_id, ordinal) do nothing;
  if not found then
    select * into known from public.command k
    where k.command_id = new.command_id and k.ordinal = new.ordinal;
    if known.arguments <> hash or known.actor_id <> who then
      perform public.door_forged('command_id');
    end if;
    new.subject := known.subject;
    new.outcome := known.outcome;
    new.refusal := known.reason;
    new.detail := known.detail;
    new.version := known.version;
    return new;
  end if;
  new.outcome := 'refused';
  new.refusal := null;
  new.detail := '{}';
  new.version := null;

  <<judged>>
  begin
    -- 2. lock the subject; it is in the actor's scope  3. the actor holds the post there
    if new.subject is not null then
      select * into cur from public.case_ k where k.id = new.subject for update;
      at_ms := public.door_now();
      if not found then
        new.refusal := 'unknown_case';
        exit judged;
      end if;
      prior := to_jsonb(cur);
      new.version := cur.version;
    else
      at_ms := public.door_now();
      cur.region_id := (new.changes->>'region_id')::integer;
      if cur.region_id is null then
        new.refusal := 'needs';
        new.detail := '{"what": "region_id"}';
        exit judged;
      end if;
    end if;
    if not public.door_reaches(who, null, cur.region_id, cur.department_id) then
      new.refusal := 'scope';
      exit judged;
    end if;
    if not public.door_reaches(who, new.post, cur.region_id, cur.department_id) then
      new.refusal := 'post';
      new.detail := jsonb_build_object('post', new.post);
      exit judged;
    end if;
    if prior is not null and new.version_seen is not null and new.version_seen <> cur.version then
      if new.version_seen > cur.version then
        new.outcome := 'changed';
        new.refusal := 'changed';
        exit judged;
      end if;
      select array_agg(distinct k) into touched from public.event v, jsonb_object_keys(v.after) k
      where v.kind = 'case' and v.subject = new.subject and v.subject_version > new.version_seen;
    end if;

    -- 4. a rule row matches command, variant, stage and post
    if new.command in ('decide', 'decide-appeal', 'answer') then
      select * into q from public.request r
      where r.id = (new.changes->>'request_id')::bigint and r.case_id = new.subject and r.state = 1;
      if not found or (new.command = 'answer') <> (q.kind = 'supervision') then
        new.refusal := 'no_request';
        missing_variant := true;
      elsif new.command <> 'answer' and not new.changes ? 'approve' then
        new.refusal := 'needs';
        new.detail := '{"what": "approve"}';
        missing_variant := true;
      elsif new.command <> 'answer' then
        about := q.kind || case when q.kind = 'appeal' then q.level::text else '' end
          || case when (new.changes->>'approve')::boolean then '+' else '-' end;
      end if;
      if missing_variant then
        if 'requests' = any (touched) then
          new.outcome := 'changed';
          new.refusal := 'changed';
          new.detail := '{}';
        end if;
        exit judged;
      end if;
    elsif new.command = 'done'
        and public.door_setting('forward_automatically', 'false') = 'true' then
      about := 'onward';
    end if;
    select * into rule from public.rule r
    where r.command = new.command and r.variant = about and r.post = new.post
      and r.stage = coalesce(cur.stage, 0);
    if not found and not exists (
        select 1 from public.rule r where r.command = new.command and r.post = new.post) then
      new.refusal := 'other_post';
      new.detail := jsonb_build_object('command', new.command);
      exit judged;
    end if;
    if rule.command is null then
      new.refusal := 'stage';
      new.detail := jsonb_build_object('stage', coalesce((
        '%(stage_words)s'::jsonb)->>(cur.stage::text), ''));
      if 'stage' = any (touched) then
        new.outcome := 'changed';
        new.refusal := 'changed';
        new.detail := '{}';
      end if;
      exit judged;
    end if;
    if cur.duplicate_of is not null and not rule.needs ? 'merged'
       and new.command not in ('note', 'undo') then
      new.refusal := 'merged';
      if 'duplicate_of' = any (touched) then
        new.outcome := 'changed';
        new.refusal := 'changed';
      end if;
      exit judged;
    end if;

    -- 5. keys within the rule's columns  6. no concurrent change of what the rule touches
    if exists (select 1 from jsonb_object_keys(new.changes) k where not rule.may ? k) then
      perform public.door_forged('changes.' || (
        select min(k) from jsonb_object_keys(new.changes) k where not rule.may ? k));
    end if;
    if rule.touches ?| touched then
      new.outcome := 'changed';
      new.refusal := 'changed';
      exit judged;
    end if;
    failed := public.door_needs(rule.needs, new.changes, new.reason, new.on_behalf_of, new.post,
      who, coalesce(prior, '{}'), q, at_ms);
    if failed is not null then
      new.refusal := failed->>'key';
      new.detail := failed->'detail';
      exit judged;
    end if;

    -- 7. the axes of supervision and command stay apart
    if rule.axis is not null and prior is not null then
      select min(x.axis) into others from public.case_axis x
      where x.case_id = new.subject and x.actor_id = who and x.axis <> rule.axis;
      if others is not null and public.door_setting('axis', '"strict"') = '"strict"' then
        new.refusal := 'axis';
        new.detail := jsonb_build_object('axis', others);
        exit judged;
      end if;
      crossed := others is not null;
    end if;

    -- 8. the door computes and writes, state and event together
    if new.command = 'undo' then
      select * into e from public.event v
      where v.kind = 'case' and v.subject = new.subject order by v.subject_version desc limit 1;
      if not found or e.actor_id <> who or e.post <> new.post
         or e.command in (%(not_undoable)s)
         or e.subject_version <> cur.version
         or e.recorded_at < at_ms - public.door_setting('undo_minutes', '10')::bigint * 60000
         or coalesce(new.version_seen, cur.version) <> cur.version then
        new.refusal := 'undo';
        exit judged;
      end if;
      c := prior || (e.before - array['assignments', 'requests', 'attachments']);
    else
      c := coalesce(prior, '%(blank)s') || coalesce((
        select jsonb_object_agg(k, new.changes->k) from jsonb_object_keys(new.changes) k
        where k in (%(case_keys)s)), '{}');
      c := public.door_columns(c, rule.does, new.changes, who, q, at_ms);
      if prior is null or rule.to_stage <> cur.stage then
        c := public.door_enter(c, rule.to_stage, at_ms);
      end if;
      foreach clock in array array['stage', 'department', 'case'] loop
        if c->>(clock || '_limit') is not null and c->>(clock || '_deadline') is null then
          new.refusal := 'calendar_ends';
          new.detail := jsonb_build_object('calendar', c->>(clock || '_calendar'));
          exit judged;
        end if;
      end loop;
    end if;
    if prior is null then
      c := c || public.door_number(at_ms);
      now_is := (select jsonb_object_agg(k, v) from jsonb_each(c) t(k, v)
                 where v not in ('null', '""', '[]'));
      cur := jsonb_populate_record(null::public.case_, '%(defaults)s' || c || jsonb_build_object(
        'id', nextval('public.case__id_seq'), 'version', 1));
      insert into public.case_ (id, %(case_columns)s) values (cur.id, %(cur_columns)s);
      new.subject := cur.id;
      perform public.door_tokens(cur.id, null, to_jsonb(cur));
    else
      now_is := coalesce((select jsonb_object_agg(k, v) from jsonb_each(c) t(k, v)
                 where v is distinct from prior->k), '{}');
      was := coalesce((select jsonb_object_agg(k, prior->k) from jsonb_object_keys(now_is) k), '{}');
      cur := jsonb_populate_record(cur, now_is);
      cur.version := cur.version + 1;
      update public.case_ set (%(case_columns)s) = row(%(cur_columns)s) where id = cur.id;
      if now_is ?| array['address', 'description'] then
        perform public.door_tokens(cur.id, prior, to_jsonb(cur));
      end if;
    end if;
    noted := case when new.command = 'undo' then public.door_restore(cur.id, e, at_ms)
      else public.door_parts(cur.id, c, rule.does, new.command, new.changes, new.reason, who, q,
             at_ms) end;
    if rule.axis is not null then
      insert into public.case_axis (case_id, actor_id, axis) values (cur.id, who, rule.axis)
      on conflict do nothing;
    end if;
    insert into public.event
      (xid, era, kind, subject, subject_version, case_id, command, command_id, ordinal, actor_id,
       on_behalf_of, post, seat, recorded_at, occurred_at, before, after, scope, crossed, reason)
    values
      (pg_current_xact_id(), (select i.era from public.schema_info i), 'case', cur.id, cur.version,
       cur.id, new.command, new.command_id, new.ordinal, who, new.on_behalf_of, new.post,
       (select s.name from public.seat s where s.operator_id = who order by s.seen_at desc limit 1),
       at_ms, coalesce(new.occurred_at, at_ms), was || (noted->'before'),
       now_is || (noted->'after'),
       (select array_agg(distinct t.s order by t.s)
        from unnest(public.door_scope(coalesce(prior, '{}')) || public.door_scope(to_jsonb(cur))) t(s)),
       crossed, new.reason);
    new.outcome := 'done';
    new.version := cur.version;
  end judged;

  update public.command k
  set outcome = new.outcome, reason = new.refusal, detail = new.detail, subject = new.subject,
      version = new.version, at = coalesce(at_ms, public.door_now())
  where k.command_id = new.command_id and k.ordinal = new.ordinal;
  return new;
end
$$;

-- An operator acts as nobody but himself: the door believes `session_user` alone.
create or replace function public.door() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who bigint;
begin
  select o.id into who from public.operator o where o.login = session_user and o.active;
  if who is null then
    perform public.door_forged('operator');
  end if;
  return public.door_answer(who, new);
end
$$;

create or replace trigger door instead of insert on public.intent
for each row execute function public.door();

-- The log and the ledger refuse to be rewritten, whoever asks.
create or replace function public.door_append_only() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using errcode = 'WG002', message = tg_table_name || ' is append-only';
end
$$;

create or replace trigger append_only before update or delete on public.event
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.event
for each statement execute function public.door_append_only();
create or replace trigger append_only before update or delete on public.blob
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.blob
for each statement execute function public.door_append_only();
create or replace trigger append_only before update or delete on public.seal
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.seal
for each statement execute function public.door_append_only();
create or replace trigger append_only before delete on public.command
for each row execute function public.door_append_only();
create or replace trigger append_only_truncate before truncate on public.command
for each statement execute function public.door_append_only();
create or replace trigger answered_once before update on public.command
for each row when (old.outcome <> 'pending') execute function public.door_append_only();

revoke all on all functions in schema public from public;

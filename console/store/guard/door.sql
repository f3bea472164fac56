-- The door: the only thing an operator may write is this view. One trigger, the steps of
-- domain.judgement in their order. %(..)s are filled from the schema and the rule table.

-- Keys, JSON types and sizes of `changes` that no console writes: a forgery.
create or replace function public.door_shape(changes jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  word text;
begin
  if changes is null or jsonb_typeof(changes) <> 'object' then
    perform public.door_forged('changes');
  end if;
  select t.key into word from jsonb_each(changes) t
  where coalesce(case '%(key_types)s'::jsonb->>t.key
    when 'integer' then t.value::text !~ ('^-?[0-9]{1,' || ('%(digits)s'::jsonb->>t.key) || '}$')
    when 'number' then case when jsonb_typeof(t.value) = 'number'
      then abs((t.value #>> '{}')::numeric) >= %(too_large)s else true end
    else jsonb_typeof(t.value) <> '%(key_types)s'::jsonb->>t.key end, true) limit 1;
  if found then
    perform public.door_forged('changes.' || word);
  end if;
end
$$;

-- The open request of its case that a command answers; null where there is none.
create or replace function public.door_request(asked public.intent) returns public.request
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  q public.request;
begin
  select * into q from public.request r
  where r.id = (asked.changes->>'request_id')::bigint and r.case_id = asked.subject and r.state = 1;
  return q;
end
$$;

-- The variant of a command whose rule depends on the city's settings, the case or the request.
create or replace function public.door_variant(
  asked public.intent, cur public.case_, q public.request) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case asked.command
    when 'done' then case when public.door_setting('forward_automatically') = 'true' then 'onward' end
    when 'close' then case when cur.duplicate_of is not null then 'merged' end
    when 'reopen' then case when cur.self_handled then 'self' end
    when 'answer' then null
    else q.kind || case when q.kind = 'appeal' then q.level::text else '' end
      || case when (asked.changes->>'approve')::boolean then '+' else '-' end end;
end
$$;

-- Whatever the steps ask about actor and case, read by one statement. It becomes part of the
-- statement that asks. Sub-selects, not joins: each is one look into an index, and none is prepared
-- for many rows.
create or replace function public.door_seen(
  login_name text, asked public.intent, about text, at_stage smallint, case_no bigint,
  region bigint, department bigint)
returns table (id bigint, at_ms bigint, era smallint, answered boolean, regions integer[],
  bodies integer[], posts text[], seat text, rule public.rule, axes varchar[], body boolean,
  at_work boolean, asked_for boolean)
language sql stable
begin atomic
  select o.id, public.door_now(),
    (select i.era from public.schema_info i),
    exists (select 1 from public.command k where k.command_id = asked.command_id
              and k.ordinal = asked.ordinal and k.outcome <> 'pending'),
    w.regions, w.bodies,
    (select array_agg(p.post) from public.door_posts(o.id, w.regions, w.bodies) p(post)),
    (select s.name from public.seat s where s.operator_id = o.id
     order by s.seen_at desc limit 1),
    (select r from public.rule r where r.kind = 'case' and r.command = asked.command and r.variant = coalesce(about, '')
       and r.post = asked.post and r.stage = coalesce(at_stage, 0)),
    (select array_agg(x.axis) from public.case_axis x
     where x.case_id = case_no and x.actor_id = o.id),
    (select d.active from public.department d
     where d.id = coalesce((asked.changes->>'department_id')::bigint, department)),
    exists (select 1 from public.assignment a where a.case_id = case_no and a.ended_at is null),
    exists (select 1 from public.request a where a.case_id = case_no and a.state = 1)
  from public.operator o, lateral (
    select array(select r.id from public.door_regions(region) r(id)) as regions,
           array(select d.id from public.door_bodies(department) d(id)) as bodies
    offset 0) w  -- looked up once and not wherever it stands
  where o.login = login_name and o.active;
end;

-- What an undo may restore: the last event, of the same actor and post, in time, on which nobody
-- has built; null where there is none.
create or replace function public.door_undone(
  asked public.intent, version integer, who bigint, at_ms bigint) returns public.event
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  e public.event := public.door_undo_basis(asked.subject, who);
begin
  if e.seq is null or e.actor_id <> who or e.post <> asked.post
     or e.command in (%(not_undoable)s)
     or e.recorded_at < at_ms - public.door_setting('undo_minutes')::bigint * 60000
     or coalesce(asked.version_seen, version) <> version then
    return null;
  end if;
  return e;
end
$$;

-- The calendar that does not reach a deadline of the case; null where all are reached.
create or replace function public.door_calendar_ends(cur public.case_) returns jsonb
language sql immutable
begin atomic
  select jsonb_build_object('calendar', case
    when cur.stage_limit is not null and cur.stage_deadline is null then cur.stage_calendar
    when cur.department_limit is not null and cur.department_deadline is null
      then cur.department_calendar
    else cur.case_calendar end);
end;

-- The entry of the log for what was done. A transaction holds no more of them than a console sends at
-- once: its readers take it whole. Counted where its first entry is so far back that it may be full;
-- others write between them.
create or replace function public.door_note(
  asked public.intent, subject bigint, version integer, case_no bigint, who bigint, seat text,
  at_ms bigint, was jsonb, now_is jsonb, scope integer[], crossed boolean) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  noted record;
begin
  insert into public.event
    (xid, era, kind, subject, subject_version, case_id, command, command_id, ordinal, actor_id,
     on_behalf_of, post, seat, recorded_at, occurred_at, before, after, scope, crossed, reason)
  select pg_current_xact_id(), i.era, asked.kind, door_note.subject, door_note.version, case_no,
    asked.command, asked.command_id, asked.ordinal, who, asked.on_behalf_of, asked.post,
    door_note.seat, at_ms, coalesce(asked.occurred_at, at_ms), was, now_is, door_note.scope,
    door_note.crossed, asked.reason
  from public.schema_info i
  returning event.era, event.xid, event.seq into noted;
  -- within a day, so that one part of the log is asked and not each
  if noted.seq - %(intents_most)s >= (
       select min(e.seq) from public.event e
       where e.era = noted.era and e.xid = noted.xid and e.recorded_at > at_ms - 86400000)
     and (
       select count(*) from public.event e
       where e.era = noted.era and e.xid = noted.xid and e.recorded_at > at_ms - 86400000)
       > %(intents_most)s then
    perform public.door_forged('transaction');
  end if;
end
$$;

-- The ledger's row for an answer. Answers the one it holds where the id was used meanwhile.
create or replace function public.door_remember(
  new public.intent, who bigint, hash text, at_ms bigint) returns public.intent
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into public.command as k (command_id, ordinal, actor_id, arguments, outcome, reason,
    detail, subject, version, at)
  values (new.command_id, new.ordinal, who, hash, new.outcome, new.refusal,
    new.detail, new.subject, new.version, at_ms)
  on conflict (command_id, ordinal) do update
    set actor_id = excluded.actor_id, arguments = excluded.arguments, outcome = excluded.outcome,
      reason = excluded.reason, detail = excluded.detail, subject = excluded.subject,
      version = excluded.version, at = excluded.at
    where k.outcome = 'pending';
  if not found then
    -- in the meantime the id was used for another subject, or for the same that does not exist
    if new.outcome = 'done' then
      perform public.door_forged('command_id');
    end if;
    return public.door_known(new, who, hash);
  end if;
  return new;
end
$$;

-- One command on a case of one operator, whoever signs on: the eight steps. Answers the row with its
-- outcome. A statement costs what ten expressions do, so one reads at once whatever the steps ask
-- for; and a case is never put together anew: `delta` is what changes in it. Longer than a function
-- should be: each further call with the case in hand costs every command some microseconds.
create or replace function public.door_answer(login_name text, new public.intent)
returns public.intent
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  who bigint;
  hash text;
  cur public.case_;
  prior jsonb;
  base jsonb;
  delta jsonb;
  q public.request;
  e public.event;
  seen record;
  rule public.rule;
  others text;
  verdict text;
  about text;
  touched text[];
  noted jsonb;
  failed jsonb;
  told record;
  at_ms bigint;
  word text;
  old_region bigint;
  old_department bigint;
begin
  if coalesce(new.changes::text, '') !~ '%(plain_changes)s' then  -- numbers and flags need no closer look
    perform public.door_shape(new.changes);
  end if;
  if new.ordinal is null then
    new.ordinal := 0;
  end if;

  -- A twin of this command waits here for the other to end: for the case, which both lock, or for
  -- its place in the ledger where there is no case yet.
  if new.subject is null then
    insert into public.command (command_id, ordinal, actor_id, arguments, outcome, at)
    values (new.command_id, new.ordinal, 0, '', 'pending', 0)
    on conflict (command_id, ordinal) do nothing;
    cur.region_id := (new.changes->>'region_id')::integer;
  else
    select * into cur from public.case_ k where k.id = new.subject for update;
  end if;
  if new.command in ('done', 'decide', 'decide-appeal', 'answer', 'close', 'reopen') then
    if new.command in ('decide', 'decide-appeal', 'answer') then
      q := public.door_request(new);
    end if;
    about := public.door_variant(new, cur, q);
  end if;
  select * into seen from public.door_seen(
    login_name, new, about, cur.stage, cur.id, cur.region_id, cur.department_id);
  if not found then
    perform public.door_forged('operator');
  end if;
  who := seen.id;
  at_ms := seen.at_ms;
  rule := seen.rule;
  hash := md5(concat_ws('|', who, new.command, new.kind, new.subject, new.version_seen, new.post,
    new.changes::text, coalesce(new.reason, '~'), coalesce(new.on_behalf_of, '~'),
    new.occurred_at));

  -- 1. the ledger answers a repeated command
  if seen.answered then
    return public.door_known(new, who, hash);
  end if;
  if new.version_seen < cur.version then
    select array_agg(distinct k) into touched from public.event v, jsonb_object_keys(v.after) k
    where v.case_id = new.subject and v.subject_version > new.version_seen and v.kind = 'case';
  end if;

  -- What speaks against it, in the order of the steps: one expression, for each costs its setting up.
  verdict := case
    -- 2. the subject, locked, is in the actor's scope  3. the actor holds the post there
    when new.subject is not null and cur.id is null then 'unknown_case'
    when cur.region_id is null then 'region_id'
    when seen.posts is null then 'scope'
    when (new.post = any (seen.posts)) is not true then 'post'
    when new.version_seen > cur.version then 'changed'
    -- 4. a rule row matches command, variant, stage and post
    when new.command in ('decide', 'decide-appeal', 'answer')
      and (q.id is null or (new.command = 'answer') <> (q.kind = 'supervision')) then 'no_request'
    when new.command in ('decide', 'decide-appeal') and not new.changes ? 'approve' then 'approve'
    when rule.command is null then 'stage'
    when cur.duplicate_of is not null and not 'merged' = any (rule.needs)
      and new.command not in (%(merged_too)s) then 'merged'
    -- 5. keys within the rule's columns  6. no concurrent change of what the rule touches
    when new.changes - rule.may <> '{}' then 'columns'
    when rule.touches && touched or new.changes ?| touched then 'changed'
  end;

  new.outcome := 'refused';
  new.refusal := null;
  new.detail := '{}';
  <<judged>>
  begin
    if verdict is not null then
      new := public.door_refused(new, verdict, rule.may, cur.stage, about, touched);
      exit judged;
    end if;
    if new.subject is not null then
      prior := to_jsonb(cur);
    end if;
    -- most needs are met at a glance; what is not is told by door_needs
    if not rule.needs <@ array[
         case when btrim(new.reason, E' \t\n\r\f\v\u3000') <> '' then 'reason' end,
         case when cur.suspended_until is null then 'not_suspended' end,
         case when seen.body then 'department' end,
         case when not new.changes ? 'crews' then 'crews' end,
         case when seen.at_work and not new.changes ? 'crews' then 'crew' end]
       or new.changes ?| '{%(looked_at)s}'
       or length(new.reason) > %(longest_reason)s or length(new.on_behalf_of) > %(longest_name)s then
      failed := public.door_needs(rule.needs, new.changes, new.reason, new.on_behalf_of, new.post,
        who, coalesce(prior, '{}'), q, at_ms, seen.body);
      if failed is not null then
        new.refusal := failed->>'key';
        new.detail := failed->'detail';
        exit judged;
      end if;
    end if;

    -- 7. the axes of supervision and command stay apart
    if not seen.axes <@ array[rule.axis]::varchar[] then
      select min(x) into others from unnest(seen.axes) x where x <> rule.axis;
      if others is not null and public.door_setting('axis') = '"strict"' then
        new.refusal := 'axis';
        new.detail := jsonb_build_object('axis', others);
        exit judged;
      end if;
    end if;

    -- 8. the door computes and writes, state and event together
    old_region := cur.region_id;
    old_department := cur.department_id;
    if new.command = 'undo' then
      e := public.door_undone(new, cur.version, who, at_ms);
      if e.seq is null then
        new.refusal := 'undo';
        exit judged;
      end if;
      delta := e.before - array['assignments', 'requests', 'attachments'];
      cur := jsonb_populate_record(cur, delta);
    else
      base := coalesce(prior, '%(blank)s');
      delta := (new.changes - rule.beside_case) || rule.fills;
      if rule.moments <> '{}' then
        foreach word in array rule.moments loop
          delta := delta || jsonb_build_object(word, at_ms);
        end loop;
      end if;
      foreach word in array rule.counts loop
        delta := delta || jsonb_build_object(word, (base->>word)::integer + 1);
      end loop;
      if rule.moves <> '{}' then
        delta := public.door_moves(base, delta, rule.moves, new.changes, who, q, at_ms);
      end if;
      if prior is null or rule.to_stage <> cur.stage then
        delta := delta || public.door_enter(rule.to_stage,
          coalesce(delta->'severity', base->'severity') = '1',
          coalesce(delta->>'grid_code', base->>'grid_code'), at_ms);
      end if;
      if prior is null then
        delta := base || delta;
        cur := jsonb_populate_record(null::public.case_, '%(defaults)s' || delta);
      else
        cur := jsonb_populate_record(cur, delta);
      end if;
      if (cur.stage_limit is not null and cur.stage_deadline is null)
         or (cur.department_limit is not null and cur.department_deadline is null)
         or (cur.case_limit is not null and cur.case_deadline is null) then
        new.refusal := 'calendar_ends';
        new.detail := public.door_calendar_ends(cur);
        exit judged;
      end if;
    end if;
    if prior is null then
      delta := delta || public.door_number(at_ms);
      cur.number := delta->>'number';
      cur.day_number := delta->>'day_number';
      cur.id := nextval('public.case__id_seq');
      cur.version := 1;
      insert into public.case_ (id, %(case_columns)s) values (cur.id, %(cur_columns)s);
      new.subject := cur.id;
      perform public.door_tokens(cur.id, null, to_jsonb(cur));
    else
      cur.version := cur.version + 1;
      update public.case_ set (%(case_columns)s) = row(%(cur_columns)s) where id = cur.id;
      if delta ?| '{address,description}' then
        perform public.door_tokens(cur.id, prior, to_jsonb(cur));
      end if;
    end if;
    if new.command = 'undo' then
      noted := public.door_restore(cur.id, e, at_ms);
    elsif rule.always or new.changes ?| '{crews,photos}'
        or ((seen.at_work or seen.asked_for) and rule.beside <> '{}') then
      noted := public.door_parts(cur.id, base || delta, rule.beside, new.command, new.changes,
        new.reason, who, q, at_ms);
    end if;
    if rule.axis is not null and (rule.axis = any (seen.axes)) is not true then
      insert into public.case_axis (case_id, actor_id, axis) values (cur.id, who, rule.axis)
      on conflict do nothing;
    end if;
    select coalesce(jsonb_object_agg(j.key, prior->j.key) filter (where prior is not null), '{}')
             || coalesce(noted->'before', '{}') as was,
           coalesce(jsonb_object_agg(j.key, j.value), '{}') || coalesce(noted->'after', '{}') as now_is,
           (select array_agg(distinct s.s order by s.s) from (
              select unnest(seen.regions) union all select -unnest(seen.bodies)
              union all
              select r.id from public.door_regions(cur.region_id) r(id)
              where cur.region_id is distinct from old_region
              union all
              select -d.id from public.door_bodies(cur.department_id) d(id)
              where cur.department_id is distinct from old_department) s(s)) as scope
    into told
    from jsonb_each(delta) j
    where case when prior is null then j.value not in ('null', '""', '[]')
          else j.value is distinct from prior->j.key end;
    perform public.door_note(new, cur.id, cur.version, cur.id, who, seen.seat, at_ms, told.was,
      told.now_is, told.scope, others is not null);
    new.outcome := 'done';
  end judged;

  new.version := cur.version;
  return public.door_remember(new, who, hash, at_ms);
end
$$;

-- An operator acts as nobody but himself: the door believes `session_user` alone.
create or replace function public.door() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.kind is distinct from 'case' then
    return public.noun_answer(session_user, new);
  elsif pg_has_role(session_user, public.role_of('system'), 'member') and not public.is_master() then
    perform public.door_forged('kind');  -- who administers acts on no case, and asks after none
  end if;
  return public.door_answer(session_user, new);
end
$$;

create or replace trigger door instead of insert on public.intent
for each row execute function public.door();

revoke all on all functions in schema public from public;

-- What a lawful command changes, word by word as domain.effects. Works on the case as jsonb.

-- A stopped clock runs on; the department is not charged for what others took meanwhile.
create or replace function public.door_resume(c jsonb, delta jsonb, clock text, at_ms bigint) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  stopped bigint := (c->>(clock || '_stopped'))::bigint;
  calendar_name text := c->>(clock || '_calendar');
begin
  if stopped is null then
    return delta;
  end if;
  if clock = 'department' and c->>'department_deadline' is not null then
    delta := delta || jsonb_build_object('department_deadline', public.working_shift(
      calendar_name, (c->>'department_deadline')::bigint,
      public.working_position(calendar_name, at_ms)
        - public.working_position(calendar_name, stopped)));
  end if;
  return delta || jsonb_build_object(clock || '_stopped', null);
end
$$;

-- A new stage: its clock starts, nobody holds the case.
create or replace function public.door_enter(
  to_stage integer, urgent boolean, grid text, at_ms bigint)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  lim record;
begin
  select l.minutes, l.calendar,
    (select d.at from public.working_deadline(l.calendar, at_ms, l.minutes) d(at)) as deadline
  into lim from (
    select s.minutes, s.calendar from public.stage_limit s
    where s.stage = to_stage and s.urgent = door_enter.urgent and s.area_class in
      (0, (select g.area_class from public.unit_grid g where g.code = grid))
    order by s.area_class desc limit 1) l;
  return jsonb_build_object(
    'stage', to_stage, 'stage_since', at_ms, 'holder_id', null, 'held_at', null,
    'stage_limit', lim.minutes, 'stage_calendar', lim.calendar,
    'stage_deadline', lim.deadline);
end
$$;

-- The words of `door_moves` that few commands have.
create or replace function public.door_moves_seldom(
  c jsonb, delta jsonb, word text, changes jsonb, actor bigint, q public.request, at_ms bigint)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  argument text := split_part(word, ':', 2);
  clock text;
begin
  case split_part(word, ':', 1)
    when 'copy' then
      delta := delta || jsonb_build_object(argument, changes->split_part(word, ':', 3));
    when 'claim' then
      delta := delta || jsonb_build_object('holder_id', actor, 'held_at', at_ms);
    when 'merge' then delta := delta || jsonb_build_object('duplicate_of', changes->'into');
    when 'file' then
      delta := delta || jsonb_build_object('condition_id', changes->'condition_id');
      if not changes ? 'severity' then
        delta := delta || jsonb_build_object('severity', (
          select f.severity from public.filing_condition f
          where f.id = (changes->>'condition_id')::bigint));
      end if;
    when 'extend' then
      foreach clock in array array['department', 'case'] loop
        if c->>(clock || '_deadline') is not null then
          delta := delta || jsonb_build_object(
            clock || '_deadline', public.working_shift(c->>(clock || '_calendar'),
              (c->>(clock || '_deadline'))::bigint, q.hours::bigint * 3600000),
            clock || '_limit', (c->>(clock || '_limit'))::integer + q.hours * 60);
        end if;
      end loop;
    when 'suspend' then
      foreach clock in array array['department', 'case'] loop
        if c->>(clock || '_deadline') is not null then
          delta := delta || jsonb_build_object(
            clock || '_deadline', public.working_shift(c->>(clock || '_calendar'),
              (c->>(clock || '_deadline'))::bigint,
              public.working_position(c->>(clock || '_calendar'), q.until)
                - public.working_position(c->>(clock || '_calendar'), at_ms)));
        end if;
      end loop;
      delta := delta || jsonb_build_object('suspended_from', at_ms, 'suspended_until', q.until);
    else
      raise exception 'word % is unknown', word;
  end case;
  return delta;
end
$$;

-- What a rule's words change in the case `c` besides what its row holds ready (fills, moments,
-- counts).
create or replace function public.door_moves(
  c jsonb, delta jsonb, moves text[], changes jsonb, actor bigint, q public.request, at_ms bigint)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  word text;
  argument text;
  condition record;
begin
  foreach word in array moves loop
    argument := split_part(word, ':', 2);
    -- a branch that is passed over costs too: the frequent words come first
    case split_part(word, ':', 1)
      when 'dispatch' then
        if changes ? 'department_id' then
          delta := delta || jsonb_build_object('department_id', changes->'department_id');
        end if;
      when 'start' then
        -- the department's clock restarts per department; the case's starts once
        if argument = 'department' and c->'departments'->-1 is distinct from
            coalesce(delta->'department_id', c->'department_id') then
          delta := delta || jsonb_build_object('departments',
            (c->'departments') || coalesce(delta->'department_id', c->'department_id'));
        elsif c->>(argument || '_since') is not null then
          if c->>(argument || '_stopped') is not null then
            delta := public.door_resume(c, delta, argument, at_ms);
          end if;
          continue;
        end if;
        select f.limit_minutes, f.calendar,
          (select d.at from public.working_deadline(f.calendar, at_ms, f.limit_minutes) d(at))
            as deadline
        into condition from public.filing_condition f
        where f.id = coalesce((changes->>'condition_id')::bigint, (c->>'condition_id')::bigint);
        if found then
          delta := delta || jsonb_build_object(
            argument || '_since', at_ms,
            argument || '_limit', condition.limit_minutes,
            argument || '_calendar', condition.calendar,
            argument || '_deadline', condition.deadline,
            argument || '_stopped', null);
        end if;
      when 'stop' then
        if c->>(argument || '_since') is not null and c->>(argument || '_stopped') is null then
          delta := delta || jsonb_build_object(argument || '_stopped', at_ms);
        end if;
      when 'resume' then delta := public.door_resume(c, delta, argument, at_ms);
      when 'first' then
        if c->>argument is null then
          delta := delta || jsonb_build_object(argument, at_ms);
        end if;
      else
        delta := public.door_moves_seldom(c, delta, word, changes, actor, q, at_ms);
    end case;
  end loop;
  return delta;
end
$$;

-- One row of `assignment` or `request` changed; answers {"old": .., "new": ..} by id.
create or replace function public.door_patch(kind text, row_id bigint, patch jsonb, noted jsonb) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  a public.assignment;
  r public.request;
  old jsonb;
begin
  if kind = 'assignments' then
    select * into a from public.assignment where id = row_id for update;
    old := to_jsonb(a);
    a := jsonb_populate_record(a, patch);
    update public.assignment set state = a.state, ended_at = a.ended_at, version = version + 1
    where id = row_id;
  else
    select * into r from public.request where id = row_id for update;
    old := to_jsonb(r);
    r := jsonb_populate_record(r, patch);
    update public.request set state = r.state, level = r.level, decided_by = r.decided_by,
      decided_at = r.decided_at, decision = r.decision, version = version + 1
    where id = row_id;
  end if;
  old := (select jsonb_object_agg(k, old->k) from jsonb_object_keys(patch) k);
  return jsonb_build_object(
    'before', coalesce(noted->'before', '{}') || jsonb_build_object(kind,
       coalesce(noted->'before'->kind, '{}') || jsonb_build_object(row_id::text, old)),
    'after', coalesce(noted->'after', '{}') || jsonb_build_object(kind,
       coalesce(noted->'after'->kind, '{}') || jsonb_build_object(row_id::text, patch)));
end
$$;

create or replace function public.door_noted(noted jsonb, kind text, row_id bigint, made jsonb) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(noted, '{}') || jsonb_build_object('after', coalesce(noted->'after', '{}')
    || jsonb_build_object(kind, coalesce(noted->'after'->kind, '{}')
       || jsonb_build_object(row_id::text, made)));
end;

-- A crew sent to a case; answers what is noted with it.
create or replace function public.door_assigned(
  subject bigint, crew jsonb, new_state integer, at_ms bigint, noted jsonb) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  row_id bigint;
begin
  insert into public.assignment (case_id, crew_id, state, sent_at, version)
  values (subject, (crew #>> '{}')::bigint, new_state, at_ms, 1) returning id into row_id;
  return public.door_noted(noted, 'assignments', row_id, jsonb_build_object(
    'crew_id', crew, 'state', new_state, 'sent_at', at_ms, 'ended_at', null));
end
$$;

-- A request made; answers what is noted with it.
create or replace function public.door_requested(
  subject bigint, c jsonb, asked_for text, changes jsonb, why text, actor bigint, at_ms bigint,
  noted jsonb) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  row_id bigint;
  level integer := case when asked_for = 'extension' then (c->>'extensions')::integer + 1 else 1 end;
  made jsonb := jsonb_build_object(
    'kind', asked_for, 'level', level, 'state', 1, 'asked_by', actor, 'asked_at', at_ms,
    'department_id', c->'department_id', 'hours', changes->'hours',
    'until', coalesce(changes->'until', changes->'due'), 'reason', why);
begin
  insert into public.request
    (case_id, kind, level, state, asked_by, asked_at, department_id, hours, until, reason, version)
  values (subject, asked_for, level, 1, actor, at_ms, (c->>'department_id')::bigint,
    (changes->>'hours')::integer, (made->>'until')::bigint, why, 1)
  returning id into row_id;
  return public.door_noted(noted, 'requests', row_id, made);
end
$$;

-- Pictures hung on a case; answers what is noted with them.
create or replace function public.door_attached(
  subject bigint, photos jsonb, new_role text, actor bigint, at_ms bigint, noted jsonb) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into public.attachment (case_id, blob_hash, role, at, actor_id)
  select subject, p.hash, new_role, at_ms, actor
  from jsonb_array_elements_text(photos) p(hash) on conflict do nothing;
  return jsonb_set(noted, '{after,attachments}',
    (select jsonb_agg(p.hash || ':' || new_role) from jsonb_array_elements_text(photos) p(hash)));
end
$$;

-- The open requests of a case, but orders and the one that is decided, withdrawn; answers what is
-- noted with them.
create or replace function public.door_withdrawn(subject bigint, decided bigint, noted jsonb)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  row_id bigint;
begin
  for row_id in select r.id from public.request r
                where r.case_id = subject and r.state = 1 and r.kind <> 'supervision'
                  and r.id is distinct from decided order by r.id loop
    noted := public.door_patch('requests', row_id, '{"state": 4}', noted);
  end loop;
  return noted;
end
$$;

-- Two cases become one: whoever acted on either acted on both.
create or replace function public.door_axes_united(one bigint, other bigint) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into public.case_axis (case_id, actor_id, axis)
  select other, x.actor_id, x.axis from public.case_axis x where x.case_id = one
  on conflict do nothing;
  insert into public.case_axis (case_id, actor_id, axis)
  select one, x.actor_id, x.axis from public.case_axis x where x.case_id = other
  on conflict do nothing;
end
$$;

-- The rows beside the case; answers what was noted of them, {"before": .., "after": ..}.
create or replace function public.door_parts(
  subject bigint, c jsonb, does text[], command text, changes jsonb, why text, actor bigint,
  q public.request, at_ms bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  noted jsonb := '{"before": {}, "after": {}}';
  word text;
  verb text;
  argument text;
  item jsonb;
  row_id bigint;
begin
  foreach word in array does loop
    verb := split_part(word, ':', 1);
    argument := split_part(word, ':', 2);
    continue when verb = 'unassign' and not changes ? 'crews';
    if verb in ('end', 'unassign') then
      verb := 'release';
      argument := '9';
    end if;
    if verb = 'assignment' then
      for row_id in select a.id from public.assignment a
                    where a.case_id = subject and a.ended_at is null
                      and a.state < argument::integer order by a.id loop
        noted := public.door_patch('assignments', row_id,
          jsonb_build_object('state', argument::integer), noted);
      end loop;
    elsif verb = 'release' then
      for row_id in select a.id from public.assignment a
                    where a.case_id = subject and a.ended_at is null order by a.id loop
        noted := public.door_patch('assignments', row_id,
          jsonb_build_object('state', argument::integer, 'ended_at', at_ms), noted);
      end loop;
    elsif verb = 'assign' then
      for item in select jsonb_array_elements(coalesce(changes->'crews', '[]'::jsonb)) loop
        noted := public.door_assigned(
          subject, item, coalesce(nullif(argument, '')::integer, 1), at_ms, noted);
      end loop;
    elsif verb = 'request' then
      noted := public.door_requested(subject, c, argument, changes, why, actor, at_ms, noted);
    elsif verb = 'settle' then
      noted := public.door_patch('requests', q.id, jsonb_build_object(
        'state', case when command = 'answer' or (changes->>'approve')::boolean then 2 else 3 end,
        'decided_by', actor, 'decided_at', at_ms, 'decision', why), noted);
    elsif verb = 'raise' then
      noted := public.door_patch('requests', q.id, jsonb_build_object('level', q.level + 1), noted);
    elsif verb = 'attach' and jsonb_array_length(coalesce(changes->'photos', '[]'::jsonb)) > 0 then
      noted := public.door_attached(subject, changes->'photos', argument, actor, at_ms, noted);
    elsif verb = 'merge' then
      perform public.door_axes_united(subject, (changes->>'into')::bigint);
    end if;
    if word = 'withdraw' or word = 'end' then
      noted := public.door_withdrawn(subject, q.id, noted);
    end if;
  end loop;
  return noted;
end
$$;

-- The newest event of a case that is not one of the actor's own undone pairs; null where there is none.
create or replace function public.door_undo_basis(wanted bigint, who bigint) returns public.event
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  e public.event;
  undone integer := 0;
begin
  for e in select v.* from public.event v where v.case_id = wanted and v.kind = 'case'
           order by v.subject_version desc limit 100 loop
    if e.actor_id = who and e.command = 'undo' then
      undone := undone + 1;
    elsif e.actor_id = who and undone > 0 then
      undone := undone - 1;
    else
      return e;
    end if;
  end loop;
  return null;
end
$$;

-- What an event replaced, put back; what it created, taken back.
create or replace function public.door_restore(subject bigint, e public.event, at_ms bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  noted jsonb := '{"before": {}, "after": {}}';
  kind text;
  gone jsonb;
  key text;
begin
  foreach kind in array array['assignments', 'requests'] loop
    gone := case kind when 'assignments'
      then jsonb_build_object('state', 9, 'ended_at', at_ms) else '{"state": 4}'::jsonb end;
    -- a crew is on a case once, and a request of a kind is open once: what the event made goes first
    for key in select k from jsonb_object_keys(coalesce(e.after->kind, '{}')) k
               order by coalesce(e.before->kind, '{}') ? k, k::bigint loop
      noted := public.door_patch(kind, key::bigint,
        coalesce(e.before->kind->key, gone), noted);
    end loop;
  end loop;
  if e.after ? 'attachments' then
    delete from public.attachment a using jsonb_array_elements_text(e.after->'attachments') t(entry)
    where a.case_id = subject and a.blob_hash = split_part(t.entry, ':', 1)
      and a.role = split_part(t.entry, ':', 2);
    noted := jsonb_set(noted, '{after,detached}', e.after->'attachments');
  end if;
  return noted;
end
$$;

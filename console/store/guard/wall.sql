-- What a wall reads: views of the same names as the tables, which stand before them on its search path
-- (store/engine). They judge sight as row security does and leave out what is somebody's own business; the
-- tables behind them a wall may not read at all.
create schema if not exists wall;

drop view if exists wall.case_, wall.event, wall.heard, wall.assignment, wall.request, wall.operator;

create view wall.case_ with (security_barrier) as
  select %(wall_case)s from public.case_ where %(sees)s;

-- Sight is judged behind the barrier. What is shown of an entry is made outside of it, after the question's
-- own conditions: of the entries that a poll has heard already nothing is made.
create view wall.heard with (security_barrier) as
  select e.* from public.event e
  where (kind = 'case' or kind in (select n.kind from public.noun n)) and %(hears)s;
create view wall.event as select %(wall_event)s from wall.heard;

create view wall.assignment with (security_barrier) as
  select a.id, a.case_id, a.crew_id, a.state, a.sent_at, a.ended_at, a.version
  from public.assignment a
  where (select %(whole)s) or exists (
    select 1 from public.case_ where id = a.case_id and (%(sees)s) offset 0);

-- A request is a matter of those who ask and decide; the feed finds none.
create view wall.request as
  select null::bigint as id, null::bigint as case_id, null::varchar as kind, null::smallint as level,
    null::smallint as state
  where false;

-- Who works here has a number; a name and a login have the wall's own alone.
create view wall.operator with (security_barrier) as
  select o.id, case when o.login = session_user then o.login else '' end::varchar as login,
    case when o.login = session_user then o.zh else '' end::varchar as zh,
    case when o.login = session_user then o.en else '' end::varchar as en, o.active
  from public.operator o;

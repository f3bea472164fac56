-- Working time by one indexed lookup, as domain.worktime and store.calendars do it.
-- A moment the calendar does not have is null.

create or replace function public.door_now() returns bigint
language sql volatile parallel restricted
return (extract(epoch from clock_timestamp()) * 1000)::bigint;

create or replace function public.working_position(calendar_name text, at_ms bigint) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce((
    select w.before + least(at_ms, w."end") - w.start
    from public.work_span w
    where w.calendar = calendar_name and w.start <= at_ms
    order by w.start desc limit 1), 0);
end;

create or replace function public.working_moment(calendar_name text, position_ms bigint) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  span record;
begin
  select w.start, w."end", w.before into span from public.work_span w
  where w.calendar = calendar_name and w.before < position_ms
  order by w.before desc limit 1;
  if not found then
    select w.start, w."end", w.before into span from public.work_span w
    where w.calendar = calendar_name and w.before = position_ms
    order by w.start limit 1;
  end if;
  if not found or span.start + position_ms - span.before > span."end" then
    return null;
  end if;
  return span.start + position_ms - span.before;
end
$$;

-- One row, so that it becomes part of the statement that asks (needs.sql).
create or replace function public.working_deadline(calendar_name text, start_ms bigint, minutes integer)
returns setof bigint
language sql stable
begin atomic
  select case when minutes = 0 then start_ms else (
    select (
      select case when w.start + p.at - w.before <= w."end" then w.start + p.at - w.before end
      from public.work_span w
      where w.calendar = calendar_name and w.before < p.at order by w.before desc limit 1)
    from (
      select s.before + least(start_ms, s."end") - s.start + minutes::bigint * 60000 as at
      from public.work_span s
      where s.calendar = calendar_name and s.start <= start_ms order by s.start desc limit 1) p) end;
end;

-- A clock's deadline moved by working time; null stays null.
create or replace function public.working_shift(calendar_name text, deadline bigint, added bigint)
returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select case when deadline is null or added = 0 then deadline
         else public.working_moment(calendar_name,
                public.working_position(calendar_name, deadline) + added) end;
end;

-- Tier >= 1 of one clock of a case row (domain.clocks).
create or replace function public.clock_overdue(c jsonb, which text, at_ms bigint) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  deadline bigint := (c->>(which || '_deadline'))::bigint;
  stopped bigint := (c->>(which || '_stopped'))::bigint;
  shown bigint := least(at_ms, coalesce(stopped, at_ms));
  calendar_name text := c->>(which || '_calendar');
begin
  if deadline is null then
    return false;
  end if;
  if (c->>'suspended_from')::bigint <= shown and shown < (c->>'suspended_until')::bigint then
    shown := (c->>'suspended_until')::bigint;
  end if;
  if (c->>(which || '_limit'))::integer = 0 then
    return shown >= deadline;
  end if;
  return public.working_position(calendar_name, deadline)
      <= public.working_position(calendar_name, shown);
end
$$;

-- The log by months of `recorded_at`: the coming ones are made ahead by the keeper, and what
-- fell into the default partition meanwhile moves into its month, as it is (store/log/months.py).
create table if not exists public.event_default partition of public.event default;

-- What the table does not hand down: a statement's trigger, and when it is vacuumed. Each time makes all
-- seats plan their poll anew (two hundred of them: half a second), so not for less than fifty thousand.
create or replace function public.furnish_month(part regclass) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('create or replace trigger append_only_truncate before truncate on %s'
    ' for each statement execute function public.door_append_only()', part);
  execute format('alter table %s set (autovacuum_analyze_threshold = 50000,'
    ' autovacuum_vacuum_insert_threshold = 50000)', part);
end
$$;
do $$
begin
  perform public.furnish_month(i.inhrelid) from pg_inherits i
  where i.inhparent = 'public.event'::regclass;
end
$$;

-- Each month from `since` (ms; null: now) to the next two, and those of the default partition's
-- entries where it holds no more than `most` (null: however many). The names of those made.
create or replace function public.make_months(since bigint, most bigint) returns setof text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  moved constant boolean := most is null
    or (select count(*) from (select 1 from public.event_default limit most + 1) t) <= most;
  month timestamp;
  part text;
  low bigint;
  high bigint;
  fallen boolean;
  wanted timestamp[] := array(select generate_series(
    date_trunc('month', coalesce(to_timestamp(since / 1000.0), now()) at time zone 'UTC'),
    date_trunc('month', now() at time zone 'UTC') + interval '2 months', '1 month'));
begin
  if moved then
    wanted := wanted || array(
      select distinct date_trunc('month', to_timestamp(e.recorded_at / 1000.0) at time zone 'UTC')
      from public.event_default e);
  end if;
  for month in select distinct m from unnest(wanted) m order by m loop
    part := 'event_' || to_char(month, 'YYYYMM');
    continue when to_regclass('public.' || part) is not null;
    lock table public.event in access exclusive mode;
    continue when to_regclass('public.' || part) is not null;  -- another keeper was quicker
    low := (extract(epoch from month) * 1000)::bigint;
    high := (extract(epoch from month + interval '1 month') * 1000)::bigint;
    fallen := exists (select 1 from public.event_default e
                      where e.recorded_at >= low and e.recorded_at < high);
    continue when fallen and not moved;
    if fallen then
      execute format('create table public.%I (like public.event including defaults)', part);
      -- the log refuses this to everybody else: nobody reads it now, and each entry stays what it is
      alter table public.event_default disable trigger append_only;
      execute format('with fallen as (delete from public.event_default e'
        ' where e.recorded_at >= %s and e.recorded_at < %s returning e.*)'
        ' insert into public.%I select * from fallen', low, high, part);
      alter table public.event_default enable trigger append_only;
      execute format('alter table public.event attach partition public.%I'
        ' for values from (%s) to (%s)', part, low, high);
    else
      execute format('create table public.%I partition of public.event'
        ' for values from (%s) to (%s)', part, low, high);
    end if;
    perform public.furnish_month(format('public.%I', part)::regclass);
    return next part;
  end loop;
end
$$;

-- The keeper's part: never longer in anybody's way than a poll is, and again at its next turn.
create or replace function public.keep_months() returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
begin
  perform 1 from public.lease l where l.name = 'keeper' for update;  -- two would wait for each other
  return (select count(*) from public.make_months(null, %(moved_at_once)s));
exception when lock_not_available or deadlock_detected then
  return 0;
end
$$;

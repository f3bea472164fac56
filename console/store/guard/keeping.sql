-- The keeper's lease for logins that may write no table: free or run out it becomes the caller's, who
-- alone renews it and gives it up. No locked login may be the keeper, nor one that only audits.

create or replace function public.keep_house(
  who text, span_ms bigint, out kept_by text, out kept_until bigint, out now_at bigint)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if char_length(coalesce(who, '')) not between 1 and 100 then
    raise exception using errcode = 'WG001', message = 'holder';
  end if;
  now_at := public.door_now();
  if public.is_master() or public.my_id() is not null and not exists (
      select 1 from public.operator_post p
      where p.operator_id = public.my_id() and p.active and p.post = 'auditor') then
    insert into public.lease as l (name, holder, login, until, version)
      values ('keeper', who, session_user, now_at + least(greatest(span_ms, 0), 60000), 1)
      on conflict (name) do update set holder = excluded.holder, login = excluded.login,
        until = excluded.until, version = l.version + 1
        where l.login = session_user and l.holder = excluded.holder or l.until <= now_at;
  end if;
  select l.holder, l.until into kept_by, kept_until from public.lease l where l.name = 'keeper';
  kept_by := coalesce(kept_by, '');
  kept_until := coalesce(kept_until, 0);
end
$$;
revoke all on function public.keep_house(text, bigint) from public;

-- Sessions that hold everybody up: idle in a transaction for longer than `idle`, or in one for longer
-- than `long`; those of a locked operator, and all of `holder_login`'s. Only logins of this database's
-- own groups in this database, never who installed it, and nothing where the owner may not. How many.
create or replace function public.end_sessions(holder_login text, idle interval, long interval)
returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one record;
  ended integer := 0;
begin
  if not (pg_has_role(current_user, 'pg_signal_backend', 'usage')
          and pg_has_role(current_user, 'pg_read_all_stats', 'usage')) then
    return 0;
  end if;
  for one in
    select o.id, o.login, count(*) as sessions, max(extract(epoch from now() - a.xact_start)) as age,
           count(pg_terminate_backend(a.pid, 200)) as told  -- waits so long for each
    from pg_stat_activity a join public.operator o on o.login = a.usename
    where a.datname = current_database() and a.pid <> pg_backend_pid()
      and a.backend_type = 'client backend' and not pg_has_role(a.usesysid, public.role_of('owner'), 'member')
      and (o.login = holder_login or not o.active
           or a.state like 'idle in transaction%' and a.state_change < clock_timestamp() - idle
           or a.xact_start < clock_timestamp() - long)
    group by o.id, o.login
  loop
    ended := ended + one.sessions;
    perform public.noted('operator', one.id, 'end-sessions', public.my_id(), null, '{}',
      jsonb_build_object('login', one.login, 'sessions', one.sessions, 'seconds', round(one.age)), null);
  end loop;
  return ended;
end
$$;

-- Each turn of the keeper, before it asks for anything that they could hold.
create or replace function public.end_stalled() returns integer
language sql security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select public.end_sessions(null, interval '15 seconds', interval '60 seconds');
end;

-- The audit's chain (store/log/audit.py): the same digest of the same texts, by the keeper.
-- Its body was read when it was made, so no search path can bend it; without one of its own it is
-- drawn into the query, or 21 calls an event would take most of the time.
create or replace function public.sealed_text(t text) returns bytea
language sql immutable
return convert_to(coalesce(octet_length(t) || ':' || t || ';', '-;'), 'UTF8');

-- The planner does not know how few are asked for and would sort the whole log each time.
create or replace function public.seal_log(most integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_sort = off
as $$
declare
  last public.seal;
  made record;
begin
  lock table public.seal in share row exclusive mode;
  select * into last from public.seal order by id desc limit 1;
  select count(*) as events, string_agg(s.digest, '' order by s.era, s.xid, s.seq) as digests,
         (array_agg(s.era order by s.era desc, s.xid desc, s.seq desc))[1] as era,
         (array_agg(s.xid order by s.era desc, s.xid desc, s.seq desc))[1] as xid,
         (array_agg(s.seq order by s.era desc, s.xid desc, s.seq desc))[1] as seq
    into made
  from (
    select e.era, e.xid, e.seq, substring(sha256(%(sealed_columns)s) from 1 for 16) as digest
    from public.event e
    where (e.era, e.xid, e.seq) > (coalesce(last.upto_era, 0::smallint),
                                   coalesce(last.upto_xid, '0'::xid8), coalesce(last.upto_seq, -1))
      and (e.xid < pg_snapshot_xmin(pg_current_snapshot())
           or e.era < (select i.era from public.schema_info i))
    order by e.era, e.xid, e.seq limit least(most, 100000)
  ) s;
  if made.events > 0 then
    insert into public.seal (upto_era, upto_xid, upto_seq, events, digests, hash, at)
    values (made.era, made.xid, made.seq, made.events, made.digests,
            encode(sha256(decode(coalesce(last.hash, repeat('0', 64)), 'hex') || made.digests), 'hex'),
            public.door_now());
  end if;
  return made.events;
end
$$;
revoke all on function public.seal_log(integer) from public;

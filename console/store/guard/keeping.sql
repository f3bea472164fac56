-- The keeper's lease for logins that may write no table: ours, free or run out becomes ours.

create or replace function public.keep_house(
  who text, span_ms bigint, out kept_by text, out kept_until bigint, out now_at bigint)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  now_at := public.door_now();
  insert into public.lease as l (name, holder, until, version)
    values ('keeper', who, now_at + least(greatest(span_ms, 0), 60000), 1)
    on conflict (name) do update
      set holder = excluded.holder, until = excluded.until, version = l.version + 1
      where l.holder = excluded.holder or l.until <= now_at;
  select l.holder, l.until into kept_by, kept_until from public.lease l where l.name = 'keeper';
end
$$;
revoke all on function public.keep_house(text, bigint) from public;

-- The audit's chain (store/audit.py): the same digest of the same texts, by whoever keeps house.
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

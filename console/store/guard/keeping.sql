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

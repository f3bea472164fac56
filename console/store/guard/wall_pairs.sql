-- Pictures before and after of cases that were closed since a moment, newest first: what a wall may show of
-- pictures. The one before is a collector's, never a citizen's. Only walls of the whole city ask.
create or replace function public.wall_pairs(since bigint, most integer)
returns table (case_id bigint, category_id bigint, region_id bigint, registered_at bigint,
  closed_at bigint, was bytea, now_is bytea)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select p.id, p.category_id, p.region_id, p.registered_at, p.closed_at, b.content, a.content
  from (%(pairs)s) p
  join public.blob b on b.hash = p.was
  join public.blob a on a.hash = p.now_is
  where public.my_whole()
  order by p.closed_at desc limit least(most, %(pairs_most)s);
end;

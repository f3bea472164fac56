-- What an operator sees: rows that one of his posts reaches. Each look-up of his posts
-- stands in a sub-select, so that a query makes it once and not for every row.

create or replace function public.my_id() returns bigint
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select o.id from public.operator o where o.login = session_user and o.active;
end;

create or replace function public.my_posts() returns table (region integer, department integer)
language sql stable security definer rows 4
set search_path = pg_catalog, pg_temp
begin atomic
  select p.region_id::integer, p.department_id::integer
  from public.operator o join public.operator_post p on p.operator_id = o.id
  where o.login = session_user and o.active and p.active and p.post not in (%(administrators)s);
end;

create or replace function public.my_whole() returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select %(whole)s;
end;

create or replace function public.my_regions() returns setof bigint
language sql stable security definer rows 200
set search_path = pg_catalog, pg_temp
begin atomic
  select u.region_id from public.my_posts() p
  join public.region_under u on u.ancestor_id = p.region where p.department is null;
end;

create or replace function public.my_departments() returns setof bigint
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
begin atomic
  select d.department_id from public.my_posts() p
  join public.department_under d on d.ancestor_id = p.department where p.region is null;
end;

create or replace function public.my_corners() returns table (region bigint, department bigint)
language sql stable security definer rows 200
set search_path = pg_catalog, pg_temp
begin atomic
  select u.region_id, d.department_id from public.my_posts() p
  join public.region_under u on u.ancestor_id = p.region
  join public.department_under d on d.ancestor_id = p.department;
end;

do $$
declare
  -- a wall reads none of these tables but by views of its own (wall.sql)
  operators constant text := quote_ident(public.role_of('operators'));
  audit constant text := quote_ident(public.role_of('audit'));
  -- Who sees everything is not asked about each row. For the others "offset 0" forbids the planner
  -- to read the whole archive once into a table instead of looking one case up by its key.
  with_case constant text := $p$(select %(whole)s)
    or exists (select 1 from public.case_ k where k.id = case_id offset 0)$p$;
  item record;
begin
  for item in select * from (values
    ('case_', $p$%(sees)s$p$),
    ('event', $p$(kind in (%(private_kinds)s) and actor_id = (select public.my_id()))
       or (%(hears)s)$p$),
    %(beside)s,
    ('alarm', 'case_id is null or ' || with_case),
    ('blob', 'exists (select 1 from public.attachment a where a.blob_hash = hash offset 0)'),
    ('command', 'actor_id = (select public.my_id())')
  ) as t (name, seen) loop
    execute format('alter table public.%I enable row level security', item.name);
    execute format('drop policy if exists seen on public.%I', item.name);
    execute format('create policy seen on public.%I for select to %s using (%s)',
      item.name, operators, item.seen);
  end loop;
  drop policy if exists added on public.blob;
  -- a picture is what its name says: else a forged one could be stored before the true one comes
  execute 'create policy added on public.blob for insert to ' || operators || ' with check ('
    || 'hash = encode(sha256(content), ''hex'') and octet_length(content) <= %(blob_most)s'
    || ' and coalesce(octet_length(thumbnail), 0) <= %(thumbnail_most)s)';

  -- a position is of a crew of mine, at a time that consoles can reckon with
  alter table public.crew_position enable row level security;
  drop policy if exists seen on public.crew_position;
  create policy seen on public.crew_position for select using (true);
  drop policy if exists told on public.crew_position;
  execute 'create policy told on public.crew_position for insert to ' || operators || $p$ with check (
    at between 946684800000 and public.door_now() + 86400000
    and exists (select 1 from public.crew c join public.department d on d.id = c.department_id
                where c.id = crew_id and ((select public.my_whole())
                  or d.region_id in (select public.my_regions())
                  or d.id in (select public.my_departments())
                  or (d.region_id, d.id) in (select m.region, m.department
                                             from public.my_corners() m))))$p$;
  drop policy if exists audited on public.event;
  execute 'create policy audited on public.event for select to ' || audit || ' using (true)';
  drop policy if exists audited on public.command;
  execute 'create policy audited on public.command for select to ' || audit || ' using (true)';

  alter table public.seat enable row level security;
  drop policy if exists seen on public.seat;
  create policy seen on public.seat for select using (true);
end
$$;

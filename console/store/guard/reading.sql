-- What an operator sees: rows that one of his posts reaches (DESIGN §5). Each look-up of his posts
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
  operators constant text := concat_ws(', ', quote_ident(public.role_of('operators')),
    quote_ident(public.role_of('wall')));
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
       or (kind not in (%(private_kinds)s) and (scope && (select %(scope)s)
       or (select %(whole)s)
       or exists (select 1 from public.my_posts() m
         where m.region = any (scope) and -m.department = any (scope))))$p$),
    ('assignment', with_case), ('request', with_case), ('attachment', with_case),
    ('case_axis', with_case), ('external_ref', with_case), ('token', with_case),
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
  execute 'create policy added on public.blob for insert to ' || operators || ' with check (true)';
  drop policy if exists audited on public.event;
  execute 'create policy audited on public.event for select to ' || audit || ' using (true)';
  drop policy if exists audited on public.command;
  execute 'create policy audited on public.command for select to ' || audit || ' using (true)';

  alter table public.seat enable row level security;
  drop policy if exists seen on public.seat;
  create policy seen on public.seat for select using (true);
  drop policy if exists own on public.seat;
  execute 'create policy own on public.seat for insert to ' || operators
    || ' with check (operator_id = (select public.my_id()))';
  drop policy if exists own_again on public.seat;
  execute 'create policy own_again on public.seat for update to ' || operators
    || ' using (operator_id = (select public.my_id()) or coalesce(seen_at, 0) < public.door_now() - 60000'
    || '   or operator_id is null)'
    || ' with check (operator_id is null or operator_id = (select public.my_id()))';
end
$$;

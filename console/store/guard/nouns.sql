-- Nouns beside the case (domain.nouns): what their declarations say of shape, place and sight, and how
-- they are read. Table and column names come from `noun` only.

-- Keys, JSON types and sizes that no console writes: a forgery.
create or replace function public.noun_shape(n public.noun, changes jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  word text;
begin
  if changes is null or jsonb_typeof(changes) <> 'object' then
    perform public.door_forged('changes');
  end if;
  select min(t.key collate "C") into word
  from jsonb_each(changes) t, lateral (select n.columns->t.key as told) c
  where coalesce(case
    when jsonb_typeof(t.value) = 'null' then not (c.told->>'null')::boolean
    when c.told->>'kind' = 'integer' then t.value::text !~ '^-?[0-9]{1,15}$'
    when jsonb_typeof(t.value) <> c.told->>'kind' then true
    when c.told->>'kind' = 'string' then length(t.value #>> '{}') > (c.told->>'most')::integer
    when c.told->>'kind' in ('object', 'array')
      then octet_length(t.value::text) > (c.told->>'most')::integer
    else false end, true);
  if word is not null then
    perform public.door_forged('changes.' || word);
  end if;
end
$$;

-- A noun's row; locked where it is to be changed. Null where there is none.
create or replace function public.noun_row(n public.noun, row_id bigint, locked boolean) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  held jsonb;
begin
  execute format('select to_jsonb(t) from public.%I t where t.id = $1', n.table_name)
    || case when locked then ' for update' else '' end into held using row_id;
  return held;
end
$$;

-- Where the parent of a noun is, and in which state: {"region": .., "department": .., "state": ..}.
create or replace function public.noun_parent(n public.noun, row_id bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  above public.noun;
  held jsonb;
begin
  if n.parent = 'case' then
    return (select jsonb_build_object('region', k.region_id, 'department', k.department_id,
      'state', k.stage) from public.case_ k where k.id = row_id);
  end if;
  select * into above from public.noun k where k.kind = n.parent;
  held := public.noun_row(above, row_id, false);
  if held is null then
    return null;
  elsif above.region is null and above.parent is not null then
    return public.noun_parent(above, (held->>(above.parent || '_id'))::bigint)
      || jsonb_build_object('state', held->'state');
  end if;
  return jsonb_build_object('region', held->above.region, 'department', held->above.concerned,
    'state', held->'state');
end
$$;

-- Whom a row concerns: its region with all above and below it, the department that it concerns; 0 stands
-- for the whole city, which is in everyone's scope.
create or replace function public.noun_scope(n public.noun, held jsonb) returns integer[]
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  place jsonb;
begin
  if n.region is null and n.parent is null then
    return '{0}';
  elsif n.region is null then
    place := public.noun_parent(n, (held->>(n.parent || '_id'))::bigint);
    return public.place_scope((place->>'region')::bigint, (place->>'department')::bigint);
  end if;
  return public.place_scope((held->>n.region)::bigint, (held->>n.concerned)::bigint);
end
$$;

create or replace function public.place_scope(region bigint, department bigint) returns integer[]
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select array_agg(distinct t.s order by t.s) from (
    select u.ancestor_id::integer as s from public.region_under u where u.region_id = region
    union all select u.region_id::integer from public.region_under u where u.ancestor_id = region
    union all select 0 where region is null
    union all select -d.ancestor_id::integer from public.department_under d
              where d.department_id = department) t;
end;

-- Whether the caller sees what has this scope: through one of his posts, or because it is everyone's.
create or replace function public.noun_sees(scope integer[]) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select 0 = any (scope) or public.is_master() or exists (
    select 1 from public.my_posts() m
    where (m.region is null or m.region = any (scope))
      and (m.department is null or -m.department = any (scope)));
end;

-- The posts of an operator that reach where a noun is or would be; a city's noun everywhere.
create or replace function public.noun_posts(n public.noun, changed jsonb, who bigint) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  region bigint := (changed->>n.region)::bigint;
  place jsonb;
begin
  if n.region is null and n.parent is not null then
    place := public.noun_parent(n, (changed->>(n.parent || '_id'))::bigint);
    if place is null then
      return null;
    end if;
    region := (place->>'region')::bigint;
  end if;
  return (select array_agg(p.post::text) from public.operator_post p
    join public.operator o on o.id = p.operator_id
    where p.operator_id = who and p.active and o.active and (
      (n.region is null and n.parent is null)
      or (p.department_id is null and (p.region_id is null or p.region_id in (
        select r.id from public.door_regions(region) r(id))))));
end
$$;

-- Rows of a kind that the caller sees: those with these ids, else all that are not gone, with `ended`
-- those as well.
create or replace function public.nouns(wanted text, ids bigint[] default null, ended boolean default false)
returns setof jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  n public.noun;
  held jsonb;
begin
  select * into n from public.noun k where k.kind = wanted;
  if not found then
    return;
  end if;
  for held in execute format('select to_jsonb(t) from public.%I t where ($1 is null or t.id = any ($1))'
      ' and ($1 is not null or $2 or not to_jsonb(t.state) <@ $3) order by t.id', n.table_name)
      using ids, ended, n.gone loop
    if public.noun_sees(public.noun_scope(n, held)) then
      return next held;
    end if;
  end loop;
end
$$;

-- Per kind: how many rows the caller sees that are not gone, the sum of their versions, a checksum.
create or replace function public.noun_digest()
returns table (kind text, held bigint, versions bigint, checked bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select k.kind, count(r.held), coalesce(sum((r.held->>'version')::bigint), 0)::bigint,
    coalesce(sum(((r.held->>'id')::bigint * 40503 + (r.held->>'version')::bigint * 9973)
      % 2147483647), 0)::bigint
  from public.noun k left join lateral public.nouns(k.kind) r(held) on true group by k.kind;
end;

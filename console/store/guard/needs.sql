-- What a rule needs, word by word as domain.needs. Answers null when all is met, else
-- {"key": sentence, "detail": {...}}.

create or replace function public.door_setting(setting_name text) returns jsonb
language sql stable
begin atomic
  select coalesce((select s.value from public.setting s where s.name = setting_name),
                  '%(setting_defaults)s'::jsonb -> setting_name);
end;

-- Functions that answer rows, are parsed when they are made and so need no search path become part of
-- the statement that asks them; one that answers a value from a table would be called, for 25 us each.

-- A region or body with all it lies in; none for null.
create or replace function public.door_regions(region bigint) returns setof integer
language sql stable
begin atomic
  select u.ancestor_id::integer from public.region_under u where u.region_id = region;
end;

create or replace function public.door_bodies(department bigint) returns setof integer
language sql stable
begin atomic
  select d.ancestor_id::integer from public.department_under d where d.department_id = department;
end;

-- The posts of an actor that reach a place: its regions and bodies are inside what the post covers.
create or replace function public.door_posts(actor bigint, regions integer[], bodies integer[])
returns setof text
language sql stable
begin atomic
  select p.post::text from public.operator_post p
  where p.operator_id = actor and p.active
    and (p.region_id is null or p.region_id = any (regions))
    and (p.department_id is null or p.department_id = any (bodies));
end;

create or replace function public.door_reaches(actor bigint, wanted text, region bigint, department bigint)
returns boolean
language sql stable
begin atomic
  select exists (
    select 1 from public.door_posts(
      actor, array(select r.id from public.door_regions(region) r(id)),
      array(select d.id from public.door_bodies(department) d(id))) p(post)
    where wanted is null or p.post = wanted);
end;

-- What is given with a command: no text longer than the log holds, and values that there are; in the
-- order of domain.value_checks. Null, or {"key": sentence, "detail": {...}}.
create or replace function public.door_unfit(changes jsonb, why text, behalf text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  word text;
  n bigint;
begin
  foreach word in array array['reason', 'on_behalf_of', 'address', 'description'] loop
    n := ('%(longest)s'::jsonb->>word)::bigint;
    if length(case word when 'reason' then why when 'on_behalf_of' then behalf
        else changes->>word end) > n then
      return jsonb_build_object('key', 'too_long', 'detail',
        jsonb_build_object('what', word, 'most', n));
    end if;
    exit when word = 'on_behalf_of' and not changes ?| '{address,description}';
  end loop;
  if not changes ?| '{%(looked_at)s}' then
    return null;
  end if;
  if changes ? 'photos' and exists (
      select 1 from jsonb_array_elements(changes->'photos') p(hash)
      where jsonb_typeof(p.hash) <> 'string'
         or not exists (select 1 from public.blob b where b.hash = p.hash #>> '{}')) then
    return jsonb_build_object('key', 'photos', 'detail', '{}'::jsonb);
  end if;
  if changes ? 'category_id' and not exists (
      select 1 from public.category k where k.id = (changes->>'category_id')::bigint) then
    return jsonb_build_object('key', 'category', 'detail', '{}'::jsonb);
  end if;
  if changes ? 'severity' and (changes->>'severity')::bigint not in (1, 2, 3, 4) then
    return jsonb_build_object('key', 'severity', 'detail', '{}'::jsonb);
  end if;
  if changes ? 'region_id' and not exists (
      select 1 from public.region_under u where u.region_id = (changes->>'region_id')::bigint) then
    return jsonb_build_object('key', 'region', 'detail', '{}'::jsonb);
  end if;
  if changes ? 'grid_code' and not exists (
      select 1 from public.unit_grid g where g.code = changes->>'grid_code') then
    return jsonb_build_object('key', 'grid_unknown', 'detail',
      jsonb_build_object('code', changes->'grid_code'));
  end if;
  if changes ? 'source' and not '{%(sources)s}'::text[] @> array[changes->>'source'] then
    return jsonb_build_object('key', 'source', 'detail', jsonb_build_object('known', '%(known_sources)s'));
  end if;
  if changes ?| '{lon,lat}' and coalesce(abs((changes->>'lon')::numeric) > 180
      or abs((changes->>'lat')::numeric) > 90, true) then
    return jsonb_build_object('key', 'place', 'detail', '{}'::jsonb);
  end if;
  return null;
end
$$;

-- Needs about periods and requests: null where met, else the detail of the sentence.
create or replace function public.door_need_asked(
  word text, argument text, changes jsonb, wanted_post text, actor bigint, c jsonb,
  q public.request, at_ms bigint) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  met boolean;
  detail jsonb := '{}';
  n bigint;
  day constant bigint := 86400000;
begin
  case word
    when 'hours' then
      n := public.door_setting('extension_hours_at_most')::bigint;
      met := c->>'department_deadline' is not null
         and coalesce((changes->>'hours')::bigint, 0) between 1 and n;
      detail := jsonb_build_object('most', n);
    when 'until' then
      n := public.door_setting('suspension_days_at_most')::bigint;
      met := coalesce((changes->>'until')::bigint, 0) > at_ms
         and coalesce((changes->>'until')::bigint, 0) <= at_ms + n * day;
      detail := jsonb_build_object('most', n);
    when 'ahead' then
      met := q.until > at_ms;
      detail := jsonb_build_object('most', public.door_setting('suspension_days_at_most')::bigint);
    when 'due' then
      n := public.door_setting('supervision_days_at_most')::bigint;
      met := coalesce((changes->>'due')::bigint, 0) > at_ms
         and coalesce((changes->>'due')::bigint, 0) <= at_ms + n * day;
      detail := jsonb_build_object('most', n);
    when 'extensions' then
      n := public.door_setting('extensions_at_most')::bigint;
      met := (c->>'extensions')::integer < n;
      detail := jsonb_build_object('most', n);
    when 'recent_end' then
      n := public.door_setting('reopen_days')::bigint;
      met := coalesce((c->>'closed_at')::bigint, 0) >= at_ms - n * day;
      detail := jsonb_build_object('days', n);
    when 'none_open', 'none_ever' then
      met := not exists (select 1 from public.request r
        where r.case_id = (c->>'id')::bigint and r.kind = argument
          and case word when 'none_open' then r.state = 1 else r.state <> 4 end);
      detail := jsonb_build_object('what', argument);
    when 'not_own' then
      met := q.asked_by is distinct from actor;
    when 'decider' then
      met := q.id is null or wanted_post <> 'dispatcher'
        or not (q.kind = 'extension' and q.level >= 2)
       and not (q.kind = 'suspension' and q.until - q.asked_at
                > public.door_setting('long_suspension_days')::bigint * day);
    when 'not_overdue' then
      met := not public.clock_overdue(c, 'department', at_ms);
    when 'overdue' then
      met := public.clock_overdue(c, 'department', at_ms)
          or public.clock_overdue(c, 'case', at_ms);
  end case;
  return case when not met then detail end;
end
$$;

-- Needs about the case and what there is in the city: null where met, else the detail.
create or replace function public.door_need_there(
  word text, argument text, changes jsonb, wanted_post text, actor bigint, c jsonb,
  q public.request, at_ms bigint) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  met boolean;
  detail jsonb := '{}';
begin
  case word
    when 'empty' then
      met := c->>argument is null;
      detail := jsonb_build_object('what', argument);
    when 'confirmed' then
      met := coalesce((changes->>argument)::boolean, false);
      detail := jsonb_build_object('what', argument);
    when 'condition' then
      met := exists (select 1 from public.filing_condition f
        where f.id = (changes->>'condition_id')::bigint
          and f.category_id = (c->>'category_id')::bigint and f.ended_at is null);
    when 'area' then
      select jsonb_build_object('wanted', f.area_class, 'found', g.area_class) into detail
      from public.filing_condition f join public.unit_grid g on g.code = c->>'grid_code'
      where f.id = (changes->>'condition_id')::bigint and f.area_class <> g.area_class;
      met := not found;
    when 'enforcement' then
      met := exists (select 1 from public.department d
        where d.id = (changes->>'department_id')::bigint and d.active and d.kind = 'enforcement');
    when 'collector' then
      met := exists (select 1 from public.collector k
        where k.id = (changes->>'collector_id')::bigint and k.on_duty);
    when 'photos' then
      met := jsonb_array_length(coalesce(changes->'photos', '[]'::jsonb))
          >= public.door_setting('photos_for_done')::bigint;
    when 'target' then
      met := exists (select 1 from public.case_ t
        where t.id = (changes->>'into')::bigint and t.id <> (c->>'id')::bigint
          and t.stage < 20 and t.duplicate_of is null
          and public.door_reaches(actor, wanted_post, t.region_id, t.department_id));
    when 'merged' then
      met := c->>'duplicate_of' is not null;
    when 'main_ended' then
      met := exists (select 1 from public.case_ t
        where t.id = (c->>'duplicate_of')::bigint and t.stage >= 20);
    when 'something' then
      met := changes <> '{}';
    when 'free' then
      met := c->>'holder_id' is null or (c->>'holder_id')::bigint = actor
        or coalesce((c->>'held_at')::bigint, 0)
           < at_ms - public.door_setting('claim_grace_minutes')::bigint * 60000;
    else
      raise exception 'need % is unknown', word;
  end case;
  return case when not met then detail end;
end
$$;

-- Whether these are crews on duty of a department and what lies below it, none of them twice.
create or replace function public.door_crews_fit(crews jsonb, department bigint) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return not exists (
      select 1 from jsonb_array_elements(crews) e(crew)
      where not exists (
        select 1 from public.crew w
        join public.department_under u on u.department_id = w.department_id
        where w.on_duty and w.id = case
            when e.crew::text ~ '^[0-9]{1,15}$' then (e.crew::text)::bigint end
          and u.ancestor_id = department))
    and (select count(*) = count(distinct x) from jsonb_array_elements(crews) x);
end
$$;

create or replace function public.door_needs(
  needs text[], changes jsonb, why text, behalf text, wanted_post text, actor bigint, c jsonb,
  q public.request, at_ms bigint, body boolean) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  need text;
  word text;
  argument text;
  met boolean;
  detail jsonb := public.door_unfit(changes, why, behalf);
  department bigint := coalesce((changes->>'department_id')::bigint, (c->>'department_id')::bigint);
begin
  if detail is not null then
    return detail;
  end if;
  foreach need in array needs loop
    word := split_part(need, ':', 1);
    argument := split_part(need, ':', 2);
    detail := '{}';
    case word  -- a branch that is passed over costs too: the frequent words come first
      when 'reason' then
        met := btrim(coalesce(why, ''), E' \t\n\r\f\v\u3000') <> '';
        detail := jsonb_build_object('what', 'reason');
      when 'not_suspended' then
        met := coalesce(at_ms >= (c->>'suspended_until')::bigint, true);
      when 'department' then
        met := coalesce(body, false);
      when 'crews' then
        met := not changes ? 'crews' or public.door_crews_fit(changes->'crews', department);
      when 'crew' then
        met := case when changes ? 'crews' then changes->'crews' <> '[]'
          else exists (select 1 from public.assignment a
                       where a.case_id = (c->>'id')::bigint and a.ended_at is null) end;
      when 'given' then
        met := changes ? argument;
        detail := jsonb_build_object('what', argument);
      when 'on_behalf' then
        met := btrim(coalesce(behalf, ''), E' \t\n\r\f\v\u3000') <> '';
        detail := jsonb_build_object('what', 'on_behalf_of');
      else
        if word = any ('{hours,until,ahead,due,extensions,recent_end,none_open,none_ever,not_own,decider,not_overdue,overdue}') then
          detail := public.door_need_asked(
            word, argument, changes, wanted_post, actor, c, q, at_ms);
        else
          detail := public.door_need_there(
            word, argument, changes, wanted_post, actor, c, q, at_ms);
        end if;
        met := detail is null;
    end case;
    if not met then
      return jsonb_build_object('key', case
        when word = 'department' and department is null then 'department_none'
        else coalesce('%(need_keys)s'::jsonb->>word, word) end, 'detail', detail);
    end if;
  end loop;
  return null;
end
$$;

-- What an administrator of the system does about the city leaves a trace: a setting changed, a file of
-- the city's own taken in (store/log/traces.py), a table touched by whatever road. These events are of no
-- case; `before` and `after` tell.

create or replace function public.keeps_city() returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select public.is_master() or exists (
    select 1 from public.operator_post p
    where p.operator_id = public.my_id() and p.active and p.post = '%(city_administrator)s');
end;

create or replace function public.traced(
  what text, act text, was jsonb, now_is jsonb, why text) returns void
language sql
set search_path = pg_catalog, pg_temp
begin atomic
  select public.noted(what, 0, act, public.my_id(),
    case when not public.is_master() then '%(city_administrator)s' end, was, now_is, why);
end;

-- Whether a setting takes this value: word by word as domain.city_settings.Known.takes.
create or replace function public.setting_takes(setting_name text, wanted jsonb) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
begin atomic
  select case
    when k is null then false
    when k->'words' <> '[]' then k->'words' @> wanted and jsonb_typeof(wanted) = 'string'
    when k->'least' = 'null' then jsonb_typeof(wanted) = 'boolean'
    when jsonb_typeof(wanted) <> 'number' or wanted::text !~ '^-?[0-9]+$' then false
    else wanted::numeric between (k->>'least')::numeric and (k->>'most')::numeric end
  from (select '%(settings)s'::jsonb->setting_name as k) t;
end;

-- Sets it; null when it is done, else the key of the sentence that says why not.
create or replace function public.set_setting(setting_name text, wanted jsonb, why text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held jsonb;
begin
  if not public.keeps_city() then
    return 'other_post';
  elsif not '%(settings)s'::jsonb ? setting_name then
    return 'setting_unknown';
  elsif public.setting_takes(setting_name, wanted) is not true then
    return 'setting_value';
  elsif octet_length(why) > %(detail_most)s then
    return 'too_much';
  end if;
  lock table public.setting in share row exclusive mode;
  select s.value into held from public.setting s where s.name = setting_name;
  if held is distinct from wanted then
    insert into public.setting (name, value) values (setting_name, wanted)
    on conflict (name) do update set value = excluded.value;
    perform public.traced('setting', 'set-setting', jsonb_build_object(setting_name, held),
      jsonb_build_object(setting_name, wanted), why);
  end if;
  return null;
end
$$;

create or replace function public.note_import(was jsonb, now_is jsonb) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not public.keeps_city() then
    return 'other_post';
  elsif octet_length(was::text) > %(detail_most)s or octet_length(now_is::text) > %(detail_most)s then
    return 'too_much';
  end if;
  perform public.traced('import', 'import', was, now_is, null);
  return null;
end
$$;

-- Which of the city's tables a transaction asked to write to, once for each: SQL by hand shows like an
-- import, for regions and departments are what people's posts are measured by. What the guard itself
-- writes it tells of in its own words.
create or replace function public.touched() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not public.is_master() and not exists (
    select 1 from public.event e, public.schema_info i
    where e.era = i.era and e.xid = pg_current_xact_id() and e.kind = 'city'
      and e.after->>'table' = tg_table_name) then
    perform public.traced('city', 'touch', '{}', jsonb_build_object('table', tg_table_name), null);
  end if;
  return null;
end
$$;
do $$
declare
  kept regclass;
begin
  foreach kept in array
    string_to_array('%(city_tables)s, %(city_lists)s, public.setting', ', ')::regclass[] loop
    execute format('drop trigger if exists touched on %s', kept);
    execute format('create trigger touched after insert or update or delete on %s for each statement'
      ' when (current_user <> %L) execute function public.touched()', kept, public.role_of('owner'));
  end loop;
end
$$;

-- Nobody changes a setting past `set_setting`; what an import remembers among them is its own.
alter table public.setting enable row level security;
drop policy if exists seen on public.setting;
create policy seen on public.setting for select using (true);
do $$
begin
  drop policy if exists remembered on public.setting;
  execute format('create policy remembered on public.setting to %I using (name = %L)'
    ' with check (name = %L)', public.role_of('system'), '%(codes_setting)s', '%(codes_setting)s');
end
$$;

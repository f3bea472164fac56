-- The roles of this database and what each may do. A role belongs to the whole cluster, so its name
-- carries the database's; the owner has no login, so nobody holds the tables but the guard itself.

create or replace function public.door_roles() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  kind text;
begin
  if to_regprocedure('public.role_of(text)') is null then
    -- said once, when the database is made: a copy under another name keeps its roles
    execute format('create function public.role_of(kind text) returns text language sql immutable'
      ' return ''wangge_'' || kind || %L', '_' || left(current_database(), 40));
  end if;
  foreach kind in array array['owner', 'operators', 'wall', 'system', 'security', 'audit'] loop
    if not exists (select 1 from pg_roles r where r.rolname = public.role_of(kind)) then
      begin
        execute format('create role %I nologin', public.role_of(kind));
      exception when duplicate_object or unique_violation then
        null;  -- another database's installation was quicker
      end;
    end if;
  end loop;
end
$$;
select public.door_roles();
drop function public.door_roles();

-- The owner makes logins for the administrators (people.sql); he may give the groups, and end the
-- sessions that hold everybody up (keeping.sql), for which he must see what they do; and no more.
do $$
declare
  kind text;
begin
  if (select r.rolsuper from pg_roles r where r.rolname = current_user) then
    execute format('alter role %I createrole nologin', public.role_of('owner'));
    execute format('grant pg_signal_backend, pg_read_all_stats to %I', public.role_of('owner'));
    foreach kind in array array['operators', 'wall', 'system', 'security', 'audit'] loop
      execute format('grant %I to %I with admin option', public.role_of(kind), public.role_of('owner'));
    end loop;
  end if;
end
$$;

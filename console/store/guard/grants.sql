-- What each role of this database may do, and to whom everything belongs.

do $$
declare
  operators constant text := quote_ident(public.role_of('operators'));
  wall constant text := quote_ident(public.role_of('wall'));
  administrators constant text := concat_ws(', ', quote_ident(public.role_of('system')),
    quote_ident(public.role_of('security')), quote_ident(public.role_of('audit')));
  everybody constant text := concat_ws(', ', operators, administrators);
  logins constant text := concat_ws(', ', everybody, wall);
  item record;
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to %s', current_database(), logins);
  revoke create on schema public from public;
  execute 'grant usage on schema public to ' || logins;
  -- the log's coming months
  execute format('grant usage, create on schema public to %I', public.role_of('owner'));
  execute 'revoke all on all tables in schema public from ' || logins;

  -- operators read (what row security lets them see), write the door, tell positions
  execute 'grant select on all tables in schema public to ' || operators;
  -- a partition is read through its table, whose row security does not hold for the partition itself
  for item in select i.inhrelid::regclass as name from pg_inherits i
              join pg_class c on c.oid = i.inhparent where c.relkind = 'p' loop
    execute format('revoke all on %s from %s', item.name, operators);
  end loop;
  execute 'revoke select on public.complainant, public.phone_call, public.seal from ' || operators;
  execute 'grant insert on public.intent, public.blob to ' || operators;
  -- nouns are read by `nouns(kind)`, which judges sight
  for item in select k.table_name as name from public.noun k loop
    execute format('revoke all on public.%I from %s', item.name, operators);
  end loop;
  execute 'grant insert (crew_id, at, lon, lat, heading) on public.crew_position to ' || operators;
  execute 'grant usage on sequence public.crew_position_id_seq to ' || operators;

  -- a wall reads what holds nothing personal, the rest by its views; it writes by one function
  execute format('grant usage, create on schema wall to %I', public.role_of('owner'));
  execute 'grant usage on schema wall to ' || wall;
  execute 'grant select on wall.case_, wall.event, wall.assignment, wall.request, wall.operator to ' || wall;
  execute 'grant select on %(wall_tables)s to ' || wall;
  execute 'grant select (%(wall_seat)s) on public.seat to ' || wall;
  execute 'revoke all on all sequences in schema public from ' || wall;
  execute 'revoke all on all functions in schema public from ' || wall;

  -- the three administrators: the city's data, people's posts, the log; none another's
  execute format('grant select, insert, update on %(city_tables)s to %I', public.role_of('system'));
  execute format('grant select, insert, update, delete on %(city_lists)s to %I',
    public.role_of('system'));
  execute format('grant select, insert, update on public.setting to %I', public.role_of('system'));
  execute format('grant select, insert on public.intent to %I', public.role_of('system'));
  execute format('grant usage on all sequences in schema public to %I', public.role_of('system'));
  execute format('revoke usage on sequence public.event_seq, public.case__id_seq from %I',
    public.role_of('system'));
  execute format('grant select on public.event, public.command, public.seal to %I',
    public.role_of('audit'));
  execute 'grant select on public.schema_info, public.setting, public.rule, public.operator,'
    ' public.operator_post, public.region, public.region_under, public.department,'
    ' public.department_under, public.seat, public.wall_status, public.lease, public.alembic_version to ' || administrators;

  -- large objects: bytes without an owner's sense, of which nobody but who installs could be rid
  if (select r.rolsuper from pg_roles r where r.rolname = current_user) then
    for item in select p.oid::regprocedure as signature from pg_proc p
                where p.pronamespace = 'pg_catalog'::regnamespace
                  and (p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite')) loop
      execute format('revoke execute on function %s from public', item.signature);
    end loop;
  end if;

  execute 'revoke all on all functions in schema public from public';
  for item in select p.oid::regprocedure as signature from pg_proc p
              where p.pronamespace = 'public'::regnamespace
                and p.proname in (%(for_everybody)s) loop
    execute format('grant execute on function %s to %s', item.signature, everybody);
  end loop;
  for item in select p.oid::regprocedure as signature from pg_proc p
              where p.pronamespace = 'public'::regnamespace
                and p.proname in (%(for_walls)s) loop
    execute format('grant execute on function %s to %s', item.signature, wall);
  end loop;

  -- everything belongs to the owner
  for item in
    select c.oid::regclass::text as name,
           case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end as kind
    from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'wall'::regnamespace) and c.relkind in ('r', 'p', 'v', 'S')
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i', 'e')
                      and d.classid = 'pg_class'::regclass and c.relkind = 'S')
      and pg_get_userbyid(c.relowner) <> public.role_of('owner')
  loop
    execute format('alter %s %s owner to %I', item.kind, item.name, public.role_of('owner'));
  end loop;
  for item in
    select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and pg_get_userbyid(p.proowner) <> public.role_of('owner')
  loop
    execute format('alter function %s owner to %I', item.signature, public.role_of('owner'));
  end loop;
end
$$;

-- took the default from its caller; what called it has been made anew above
drop function if exists public.door_setting(text, jsonb);

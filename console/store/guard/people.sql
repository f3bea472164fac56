-- People and their posts, by the administrators: the system's makes a login, the security's gives
-- and takes posts, locks and resets; nobody changes his own rights (domain.administration).

create or replace function public.noted(
  what text, subject_id bigint, act text, actor bigint, wanted_post text, was jsonb, now_is jsonb,
  why text) returns void
language sql
set search_path = pg_catalog, pg_temp
begin atomic
  insert into public.event
    (xid, era, kind, subject, subject_version, case_id, command, command_id, ordinal, actor_id,
     on_behalf_of, post, seat, recorded_at, occurred_at, before, after, scope, crossed, reason)
  select pg_current_xact_id(), i.era, what, subject_id,
    (select coalesce(max(v.subject_version), 0) + 1 from public.event v
     where v.kind = what and v.kind <> 'case' and v.subject = subject_id),
    null, act, gen_random_uuid()::text, 0, actor, null, wanted_post,
    (select s.name from public.seat s where s.operator_id = actor order by s.seen_at desc limit 1),
    public.door_now(), public.door_now(), was, now_is, '{}', false, why
  from public.schema_info i;
end;

-- Whoever may do everything anyway: the one who installed the database.
create or replace function public.is_master() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return pg_has_role(session_user, public.role_of('owner'), 'member');

create or replace function public.group_of(post text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return public.role_of(coalesce(('%(group_of_post)s'::jsonb)->>post, 'operators'));

-- The groups of a login are those of the posts it holds.
create or replace function public.regroup(holder bigint, holder_login text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  kind text;
  wanted text;
begin
  foreach kind in array array['operators', 'wall', 'system', 'security', 'audit'] loop
    wanted := public.role_of(kind);
    if exists (select 1 from public.operator_post p
               where p.operator_id = holder and p.active and public.group_of(p.post) = wanted) then
      execute format('grant %I to %I', wanted, holder_login);
    elsif exists (select 1 from pg_auth_members m
                  where m.roleid = to_regrole(quote_ident(wanted))
                    and m.member = to_regrole(quote_ident(holder_login))) then
      execute format('revoke %I from %I', wanted, holder_login);
    end if;
  end loop;
end
$$;

-- The database's login of an operator. One that another database of the cluster made keeps its own
-- time-outs. Compiling a question costs more than any that a console asks.
create or replace function public.make_login(holder bigint, holder_login text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  item text;
begin
  if not exists (select 1 from pg_roles r where r.rolname = holder_login) then
    begin
      execute format('create role %I login', holder_login);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end if;
  begin
    -- by index also into tables of a hundred rows: the door walked three (580 us a command, not 500)
    foreach item in array array['statement_timeout = ''15s''', 'lock_timeout = ''1500ms''',
                                'idle_in_transaction_session_timeout = ''10s''',
                                'jit = off', 'random_page_cost = 1.1'] loop
      execute format('alter role %I in database %I set ', holder_login, current_database()) || item;
    end loop;
  exception when insufficient_privilege then
    null;
  end;
  perform public.regroup(holder, holder_login);
end
$$;

create or replace function public.give_password(holder_login text, verifier text, days integer)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if verifier !~ '^SCRAM-SHA-256\$' then
    raise exception using errcode = 'WG001', message = 'verifier';
  end if;
  execute format('alter role %I password %L valid until %L', holder_login, verifier,
    case when days > 0 then (now() + make_interval(days => days))::text else 'infinity' end);
end
$$;

-- Why nobody may be added under a login; null where he may.
create or replace function public.login_unfit(wanted text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when wanted !~ '%(login_shape)s' then 'login_shape'
    when wanted ~ '%(login_kept)s' then 'login_reserved'
    when exists (select 1 from public.operator o where o.login = wanted)
      or exists (select 1 from pg_roles r where r.rolname = wanted and (not public.is_master()
                 or r.rolsuper or r.rolcreaterole or r.rolbypassrls)) then 'login_taken' end;
end
$$;

-- Why an administrator may not do it to this operator; null where he may.
create or replace function public.administer_unfit(act text, own_post text, who bigint) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  master constant boolean := public.is_master();
  me constant bigint := public.my_id();
begin
  return case
    when own_post is null and not master and who is distinct from me then 'other_post'
    when own_post is not null and act <> 'add' and who = me then 'own_rights'
    when act = 'password' and not master and exists (
      select 1 from public.operator_post p
      where p.operator_id = who and p.active and p.post in (%(administrators)s))
      then 'administrator_password' end;
end
$$;

-- Gives a post. Null when it is done, '' where it is held, else the key of the sentence.
create or replace function public.give_post(who bigint, detail jsonb) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  given text := detail->>'post';
begin
  if not ('%(posts)s'::jsonb) ? given then
    return 'post_unknown';
  end if;
  if exists (select 1 from public.operator_post p
             where p.operator_id = who and p.active and p.post <> given
               and (given in (%(administrators)s) or p.post in (%(administrators)s))) then
    return 'administrator_alone';
  end if;
  if exists (select 1 from public.operator_post p
             where p.operator_id = who and p.active and p.post = given
               and p.region_id is not distinct from (detail->>'region_id')::integer
               and p.department_id is not distinct from (detail->>'department_id')::integer) then
    return '';
  end if;
  insert into public.operator_post (operator_id, post, region_id, department_id, active)
  values (who, given, (detail->>'region_id')::integer, (detail->>'department_id')::integer, true);
  return null;
end
$$;

-- Takes a post. Null when it is done, else the key of the sentence.
create or replace function public.take_post(who bigint, detail jsonb) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  update public.operator_post p set active = false
  where p.operator_id = who and p.active and p.post = detail->>'post'
    and p.region_id is not distinct from (detail->>'region_id')::integer
    and p.department_id is not distinct from (detail->>'department_id')::integer;
  return case when not found then 'post_not_held' end;
end
$$;

-- An operator with a login of his own. Null when it is done, else the key of the sentence.
create or replace function public.add_operator(wanted text, detail jsonb) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  no constant text := public.login_unfit(wanted);
  made bigint;
begin
  if no is null then
    insert into public.operator (login, zh, en, active)
    values (wanted, detail->>'zh', detail->>'en', true) returning id into made;
    perform public.make_login(made, wanted);
  end if;
  return no;
end
$$;

-- Why the caller may not do such an act at all; null where he may.
create or replace function public.administer_no(act text, detail jsonb, why text, own_post text)
returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not ('%(act_posts)s'::jsonb) ? act then
    raise exception using errcode = 'WG001', message = 'act';
  end if;
  if octet_length(detail::text) > %(detail_most)s or octet_length(why) > %(detail_most)s then
    return 'too_much';  -- the log is for ever
  end if;
  if own_post is not null and not public.is_master() and not exists (
      select 1 from public.operator_post p
      where p.operator_id = public.my_id() and p.active and p.post = own_post) then
    return 'other_post';
  end if;
  return null;
end
$$;

-- Posts given and taken, logins locked and unlocked. Null when it is done, '' where it was so, else the
-- key of the sentence.
create or replace function public.administer_posts(act text, who bigint, wanted text, detail jsonb)
returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  no text;
begin
  case act
    when 'give' then
      no := public.give_post(who, detail);
    when 'take' then
      no := public.take_post(who, detail);
    when 'lock' then
      update public.operator set active = false where id = who;
      execute format('alter role %I nologin', wanted);
    when 'unlock' then
      update public.operator set active = true where id = who;
      execute format('alter role %I login', wanted);
    else
      null;
  end case;
  if no is null and act in ('give', 'take') then
    perform public.regroup(who, wanted);
  end if;
  return no;
end
$$;

-- One act on one login; null when it is done, else the key of the sentence that says why not.
create or replace function public.administer(act text, wanted text, detail jsonb, why text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me constant bigint := public.my_id();
  own_post constant text := ('%(act_posts)s'::jsonb)->>act;
  days constant integer := public.door_setting('password_days')::integer;
  who public.operator;
  no text;
begin
  no := public.administer_no(act, detail, why, own_post);
  if no is not null then
    return no;
  end if;
  if act = 'add' then
    no := public.add_operator(wanted, detail);
    if no is not null then
      return no;
    end if;
  end if;
  select * into who from public.operator o where o.login = wanted;
  if not found then
    return 'operator_unknown';
  end if;
  no := public.administer_unfit(act, own_post, who.id);
  if no is not null then
    return no;
  end if;
  if act = 'lock' then
    perform public.end_sessions(wanted, null, null);  -- before anything that they could hold up
  end if;
  if own_post is not null then
    -- a lock that nothing of his own holds up: his open transaction may be full of references to him
    perform 1 from public.operator o where o.id = who.id for no key update;
  end if;
  no := public.administer_posts(act, who.id, wanted, detail);
  if no is not null then
    return nullif(no, '');
  end if;
  if detail->>'verifier' is not null and act in ('add', 'password', 'own-password') then
    begin
      perform public.give_password(wanted, detail->>'verifier', days);
    exception when insufficient_privilege then
      return 'login_elsewhere';
    end;
  end if;
  perform public.noted('operator', who.id, act, me, own_post, '{}', detail - 'verifier', why);
  return null;
end
$$;

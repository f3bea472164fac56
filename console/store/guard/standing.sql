-- Standing dispatch rules (store/door/standing.py, store/door/standing_rules.py): whoever keeps house sends what
-- is due through the door as the rule's owner; a dispatcher or the command shift lead makes and ends
-- rules, with the same steps as the door and an event of kind dispatch_rule.

create or replace function public.keep_standing(most integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  at_ms bigint := public.door_now();
  due record;
  asked public.intent;
  sent integer := 0;
begin
  most := least(greatest(most, 0), 1000);
  if not exists (select 1 from public.dispatch_rule r where r.active) then
    return 0;
  end if;
  for due in %(standing_due)s loop
    -- whoever works on the case just now has it, be it another keeper: the next turn sees
    perform 1 from public.case_ k where k.id = due.case_id for update skip locked;
    continue when not found;
    asked := null;
    asked.command_id := due.command_id;
    asked.ordinal := 0;
    asked.command := 'dispatch';
    asked.kind := 'case';
    asked.subject := due.case_id;
    asked.version_seen := due.case_version;
    asked.post := 'dispatcher';
    asked.changes := jsonb_build_object('department_id', due.department_id);
    asked.reason := '%(standing_reason)s' || due.rule_id;
    begin
      asked := public.door_answer(due.owner, asked);
      sent := sent + (asked.outcome = 'done')::integer;
    exception when sqlstate 'WG001' then
      null;  -- somebody else has used the id: it is in the ledger now and comes no more
    end;
  end loop;
  return sent;
end
$$;

-- Why a rule may not be made; null where it may. Word by word as standing_rules._unmade.
create or replace function public.standing_unmade(who bigint, acting text, changes jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  region bigint := (changes->>'region_id')::bigint;
  owner bigint := (changes->>'owner_id')::bigint;
begin
  if not public.standing_reaches(who, null, region) then
    return '{"key": "scope", "detail": {}}';
  elsif not public.standing_reaches(who, acting, region) then
    return jsonb_build_object('key', 'post', 'detail', jsonb_build_object('post', acting));
  elsif acting = 'dispatcher' and owner is distinct from who then
    return '{"key": "rule_owner", "detail": {}}';
  elsif not public.standing_reaches(owner, 'dispatcher', region) then
    return '{"key": "rule_dispatcher", "detail": {}}';
  elsif not exists (select 1 from public.category k
                    where k.id = (changes->>'category_id')::bigint) then
    return '{"key": "category", "detail": {}}';
  elsif not exists (select 1 from public.department d
                    where d.id = (changes->>'department_id')::bigint and d.active) then
    return '{"key": "department", "detail": {}}';
  elsif coalesce((changes->>'hold_back_s')::numeric, -1) not between 0 and %(hold_back_most)s then
    return '{"key": "hold_back", "detail": {"most": %(hold_back_most)s}}';
  elsif exists (select 1 from public.dispatch_rule r
                where r.active and r.category_id = (changes->>'category_id')::bigint
                  and r.region_id is not distinct from region) then
    return '{"key": "rule_exists", "detail": {}}';
  end if;
  return null;
end
$$;

-- An active operator's post reaches a region that there is; null is everywhere.
create or replace function public.standing_reaches(who bigint, wanted text, region bigint) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select public.door_reaches(who, wanted, region, null)
    and exists (select 1 from public.operator o where o.id = who and o.active)
    and (region is null or exists (select 1 from public.region g where g.id = region));
end;

-- Makes or ends a rule. Longer than a function should be: the steps of the door for one other kind.
create or replace function public.standing_rule(
  given_id text, given_command text, rule_id bigint, acting text, changes jsonb, why text)
returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who bigint;
  hash text;
  known public.command;
  held public.dispatch_rule;
  failed jsonb;
  was jsonb := '{}';
  now_is jsonb;
  at_ms bigint := public.door_now();
begin
  select o.id into who from public.operator o where o.login = session_user and o.active;
  if who is null then
    perform public.door_forged('operator');
  end if;
  if given_command not in ('make-rule', 'end-rule') then
    perform public.door_forged('command');
  end if;
  if exists (select 1 from jsonb_each(changes) t
             where t.key not in (%(rule_keys)s)
                or (t.value <> 'null' and (jsonb_typeof(t.value) <> 'number'
                    or t.value #>> '{}' !~ '^-?[0-9]+$'))) then
    perform public.door_forged('changes');
  end if;
  hash := md5(concat_ws('|', who, given_command, rule_id, acting, changes::text,
    coalesce(why, '~')));
  lock table public.dispatch_rule in share row exclusive mode;
  select * into known from public.command k where k.command_id = given_id and k.ordinal = 0;
  if found then
    if known.arguments <> hash or known.actor_id <> who then
      perform public.door_forged('command_id');
    end if;
    return jsonb_build_object('subject', known.subject, 'outcome', known.outcome,
      'reason', known.reason, 'detail', known.detail, 'version', known.version);
  end if;

  if acting not in ('dispatcher', 'command_lead') then
    failed := jsonb_build_object('key', 'other_post', 'detail',
      jsonb_build_object('command', given_command));
  elsif given_command = 'make-rule' then
    failed := public.standing_unmade(who, acting, changes);
  else
    select * into held from public.dispatch_rule r where r.id = rule_id;
    failed := case
      when held.id is null then '{"key": "rule_unknown", "detail": {}}'::jsonb
      when not public.standing_reaches(who, null, held.region_id)
        then '{"key": "scope", "detail": {}}'
      when not public.standing_reaches(who, acting, held.region_id)
        then jsonb_build_object('key', 'post', 'detail', jsonb_build_object('post', acting))
      when acting = 'dispatcher' and held.owner_id <> who then '{"key": "rule_owner", "detail": {}}'
      when not held.active then '{"key": "already", "detail": {"what": "active"}}' end;
  end if;

  if failed is null and given_command = 'make-rule' then
    now_is := changes || jsonb_build_object('active', true, 'began_at', at_ms);
    insert into public.dispatch_rule (category_id, region_id, department_id, hold_back_s, owner_id,
                                      active, began_at, version)
    values ((changes->>'category_id')::bigint, (changes->>'region_id')::bigint,
            (changes->>'department_id')::bigint, (changes->>'hold_back_s')::integer,
            (changes->>'owner_id')::bigint, true, at_ms, 1)
    returning * into held;
  elsif failed is null then
    was := '{"active": true}';
    now_is := '{"active": false}';
    update public.dispatch_rule r set active = false, version = r.version + 1 where r.id = held.id
    returning * into held;
  end if;
  if failed is null then
    insert into public.event
      (xid, era, kind, subject, subject_version, command, command_id, ordinal, actor_id, post, seat,
       recorded_at, occurred_at, before, after, scope, crossed, reason)
    values
      (pg_current_xact_id(), (select i.era from public.schema_info i), 'dispatch_rule', held.id,
       held.version, given_command, given_id, 0, who, acting,
       (select s.name from public.seat s where s.operator_id = who order by s.seen_at desc limit 1),
       at_ms, at_ms, was, now_is, public.standing_scope(held.region_id, held.department_id), false,
       why);
  end if;
  insert into public.command
    (command_id, ordinal, actor_id, arguments, outcome, reason, detail, subject, version, at)
  values (given_id, 0, who, hash, case when failed is null then 'done' else 'refused' end,
          failed->>'key', coalesce(failed->'detail', '{}'), coalesce(held.id, rule_id), held.version,
          at_ms);
  return jsonb_build_object('subject', coalesce(held.id, rule_id),
    'outcome', case when failed is null then 'done' else 'refused' end,
    'reason', failed->>'key', 'detail', coalesce(failed->'detail', '{}'), 'version', held.version);
end
$$;

-- Whom a rule concerns: its region with all above and below it, everywhere all regions; its body.
create or replace function public.standing_scope(region bigint, department bigint) returns integer[]
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select array_agg(distinct t.s order by t.s) from (
    select u.ancestor_id::integer as s from public.region_under u where u.region_id = region
    union all select u.region_id::integer from public.region_under u where u.ancestor_id = region
    union all select g.id::integer from public.region g where region is null
    union all select -d.ancestor_id::integer from public.department_under d
              where d.department_id = department) t;
end;

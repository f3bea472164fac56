-- The steps of a command on a noun beside the case, word by word as domain.noun_judgement: one road for
-- every kind.

-- Why a value is not taken: out of its bounds, or no row of what it names. Null where it is.
create or replace function public.noun_value_unfit(n public.noun, name text, given jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  told jsonb := n.columns->name;
  there boolean;
begin
  if given = 'null' then
    return null;
  elsif told->>'kind' = 'integer' and given::text::numeric
      not between (told->>'least')::numeric and (told->>'most')::numeric then
    return jsonb_build_object('key', told->'refusal', 'detail', jsonb_build_object(
      'what', name, 'least', told->'least', 'most', told->'most'));
  elsif told->>'of' <> '' then
    -- a row that tells whether it is active is one only while it is
    execute format('select exists (select 1 from public.%I t where t.id = $1'
      ' and coalesce((to_jsonb(t)->>''active'')::boolean, true))', told->>'of')
      into there using given::text::bigint;
    if not there then
      return jsonb_build_object('key', told->'refusal', 'detail', jsonb_build_object('what', name));
    end if;
  end if;
  return null;
end
$$;

-- Whether a need is met. `changed` is the row as the command would leave it.
create or replace function public.noun_met(
  n public.noun, need text, asked public.intent, old jsonb, changed jsonb, who bigint, at_ms bigint)
returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  argument text := split_part(need, ':', 2);
  blanks constant text := E' \t\n\r\f\v\u3000';
  place jsonb;
begin
  case split_part(need, ':', 1)
    when 'reason' then
      return btrim(coalesce(asked.reason, ''), blanks) <> '';
    when 'given' then
      return coalesce(btrim(asked.changes->>argument, blanks), '') <> '';
    when 'empty' then
      return old->>argument is null;
    when 'own' then
      return (changed->>n.owner)::bigint is not distinct from who;
    when 'holds' then
      return split_part(need, ':', 3) = any (
        public.noun_posts(n, changed, (changed->>argument)::bigint)) is true;
    when 'after' then
      return coalesce((asked.changes->>argument)::bigint, 0) > at_ms;
    when 'parent' then
      place := public.noun_parent(n, (changed->>(n.parent || '_id'))::bigint);
      return (place->>'state')::integer is not distinct from case
        when n.parent = 'case' then (
          select w.key::integer from jsonb_each_text('%(stage_words)s') w where w.value = argument)
        else (select array_position(k.states, argument) from public.noun k where k.kind = n.parent)
        end;
    else
      raise exception 'need % is unknown', need;
  end case;
end
$$;

-- What speaks against a command, in the order of the steps: null, or {"key": .., "detail": ..}.
create or replace function public.noun_failed(
  n public.noun, asked public.intent, old jsonb, changed jsonb, rule public.rule, who bigint,
  at_ms bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  posts text[] := public.noun_posts(n, changed, who);
  touched text[];
  word text;
  failed jsonb;
begin
  if posts is null then
    return '{"key": "scope"}';
  elsif (asked.post = any (posts)) is not true then
    return jsonb_build_object('key', 'post', 'detail', jsonb_build_object('post', asked.post));
  elsif asked.version_seen > (old->>'version')::integer then
    return '{"key": "changed"}';
  elsif asked.version_seen < (old->>'version')::integer then
    select array_agg(distinct k) into touched from public.event v, jsonb_object_keys(v.after) k
    where v.kind = n.kind and v.kind <> 'case' and v.subject = asked.subject
      and v.subject_version > asked.version_seen;
  end if;
  if rule.command is null then
    return public.noun_no_rule(n, asked, old, touched);
  elsif asked.changes - rule.may <> '{}' then
    perform public.door_forged('changes.' || (
      select min(k) from jsonb_object_keys(asked.changes - rule.may) k));
  elsif rule.touches && touched or asked.changes ?| touched then
    return '{"key": "changed"}';
  end if;
  for word in select c.key from jsonb_object_keys(asked.changes) c(key)
              order by array_position(rule.may, c.key) loop
    failed := public.noun_value_unfit(n, word, asked.changes->word);
    if failed is not null then
      return failed;
    end if;
  end loop;
  foreach word in array rule.needs loop
    if not public.noun_met(n, word, asked, old, changed, who, at_ms) then
      return jsonb_build_object('key', n.said->split_part(word, ':', 1), 'detail',
        jsonb_build_object('what', case when word = 'reason' then word
          else split_part(word, ':', 2) end));
    end if;
  end loop;
  return null;
end
$$;

-- Why there is no rule for a move: another post's, not possible in this state, changed meanwhile.
create or replace function public.noun_no_rule(
  n public.noun, asked public.intent, old jsonb, touched text[]) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  other constant jsonb := jsonb_build_object('key', 'other_post', 'detail',
    jsonb_build_object('command', asked.command));
begin
  if not exists (select 1 from public.rule r where r.kind = n.kind and r.command = asked.command
                 and r.post = asked.post) then
    return other;
  elsif 'state' = any (touched) then
    return '{"key": "changed"}';
  elsif exists (select 1 from public.rule r where r.kind = n.kind and r.command = asked.command
                and r.stage = coalesce((old->>'state')::integer, 0)) then
    return other;
  end if;
  return jsonb_build_object('key', 'state', 'detail', jsonb_build_object(
    'state', coalesce(n.states[(old->>'state')::integer], '')));
end
$$;

-- What a rule's words change in a row.
create or replace function public.noun_delta(
  n public.noun, rule public.rule, asked public.intent, old jsonb, who bigint, at_ms bigint)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  delta jsonb := asked.changes || jsonb_build_object('state', rule.to_stage) || rule.fills;
  word text;
  argument text;
  given integer;
begin
  foreach word in array rule.moments loop
    delta := delta || jsonb_build_object(word, at_ms);
  end loop;
  foreach word in array rule.counts loop
    delta := delta || jsonb_build_object(word, coalesce((old->>word)::integer, 0) + 1);
  end loop;
  foreach word in array rule.moves loop
    argument := split_part(word, ':', 2);
    case split_part(word, ':', 1)
      when 'first' then
        delta := case when old->>argument is null
          then delta || jsonb_build_object(argument, at_ms) else delta end;
      when 'copy' then
        delta := delta || jsonb_build_object(argument, asked.changes->split_part(word, ':', 3));
      when 'actor' then
        delta := delta || jsonb_build_object(argument, who);
      when 'number' then
        insert into public.counter as c (name, last)
        values (n.kind || ':' || coalesce((asked.changes || coalesce(old, '{}'))->>(n.parent || '_id'),
          '0'), 1)
        on conflict (name) do update set last = c.last + 1 returning c.last into given;
        delta := delta || jsonb_build_object(argument, given);
      else
        raise exception 'word % is unknown', word;
    end case;
  end loop;
  return delta;
end
$$;

-- What an undo restores: what the actor's last event replaced, in time, while nobody has built on it.
create or replace function public.noun_undone(
  n public.noun, asked public.intent, old jsonb, who bigint, at_ms bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  e public.event;
  undone integer := 0;
begin
  for e in select v.* from public.event v
           where v.kind = n.kind and v.kind <> 'case' and v.subject = asked.subject
           order by v.subject_version desc limit 100 loop
    if e.actor_id = who and e.command = 'undo' then
      undone := undone + 1;
    elsif e.actor_id = who and undone > 0 then
      undone := undone - 1;
    else
      exit;
    end if;
    e := null;
  end loop;
  if e.seq is null or e.actor_id <> who or e.post <> asked.post or e.subject_version = 1
     or e.recorded_at < at_ms - public.door_setting('undo_minutes')::bigint * 60000
     or coalesce(asked.version_seen, (old->>'version')::integer) <> (old->>'version')::integer then
    return null;
  end if;
  return e.before;
end
$$;

-- Writes a row, made or changed; answers it as it is now.
create or replace function public.noun_write(n public.noun, old jsonb, delta jsonb) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  changed jsonb;
  names text;
begin
  if old is null then
    delta := delta || jsonb_build_object('version', 1,
      'id', nextval(pg_get_serial_sequence('public.' || quote_ident(n.table_name), 'id')));
    execute format('insert into public.%1$I as t select * from jsonb_populate_record(null::public.%1$I, $1)'
      ' returning to_jsonb(t)', n.table_name) into changed using delta;
    return changed;
  end if;
  delta := delta || jsonb_build_object('version', (old->>'version')::integer + 1);
  select string_agg(quote_ident(k), ', ' order by k) into names from jsonb_object_keys(delta) k;
  execute format('update public.%1$I t set (%2$s) = (select %2$s from jsonb_populate_record('
    'null::public.%1$I, $1)) where t.id = $2 returning to_jsonb(t)', n.table_name, names)
    into changed using delta, (old->>'id')::bigint;
  return changed;
end
$$;

-- One command on a noun, by the steps of the door: the ledger, sight, lock, sight again, post, rule,
-- columns and values, versions, needs, effects, event.
create or replace function public.noun_answer(login_name text, new public.intent)
returns public.intent
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  n public.noun;
  who bigint;
  at_ms constant bigint := public.door_now();
  hash text;
  old jsonb;
  failed jsonb;
  changed jsonb;
  rule public.rule;
begin
  select * into n from public.noun k where k.kind = new.kind;
  if not found then
    perform public.door_forged('kind');
  end if;
  perform public.noun_shape(n, new.changes);
  select o.id into who from public.operator o where o.login = login_name and o.active;
  if not found then
    perform public.door_forged('operator');
  end if;
  new.ordinal := coalesce(new.ordinal, 0);
  hash := md5(concat_ws('|', who, new.command, new.kind, new.subject, new.version_seen, new.post,
    new.changes::text, coalesce(new.reason, '~'), coalesce(new.on_behalf_of, '~'),
    new.occurred_at));
  insert into public.command (command_id, ordinal, actor_id, arguments, outcome, at)
  values (new.command_id, new.ordinal, who, hash, 'pending', 0)
  on conflict (command_id, ordinal) do nothing;
  if not found then
    return public.door_known(new, who, hash);
  end if;
  if new.subject is not null then
    foreach failed in array array['false', 'true']::jsonb[] loop  -- sight before the lock and after it
      old := public.noun_row(n, new.subject, failed::boolean);
      if old is null or not public.noun_sees(public.noun_scope(n, old)) then
        new.refusal := n.said->>'unknown';
        new.outcome := 'refused';
        new.detail := '{}';
        return public.door_remember(new, who, hash, at_ms);
      end if;
    end loop;
  end if;
  return public.noun_done(n, new, old, who, hash, at_ms);
end
$$;

-- The same from the lock on.
create or replace function public.noun_done(
  n public.noun, new public.intent, old jsonb, who bigint, hash text, at_ms bigint)
returns public.intent
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  rule public.rule;
  failed jsonb;
  delta jsonb;
  changed jsonb;
begin
  select * into rule from public.rule r where r.kind = n.kind and r.command = new.command
    and r.variant = '' and r.post = new.post and r.stage = coalesce((old->>'state')::integer, 0);
  failed := case
    when length(new.reason) > %(longest_reason)s
      then '{"key": "too_long", "detail": {"what": "reason", "most": %(longest_reason)s}}'
    when length(new.on_behalf_of) > %(longest_name)s
      then '{"key": "too_long", "detail": {"what": "on_behalf_of", "most": %(longest_name)s}}'
    else public.noun_failed(n, new, old, coalesce(old, '{}') || new.changes, rule, who, at_ms) end;
  if failed is null and new.command = 'undo' then
    delta := public.noun_undone(n, new, old, who, at_ms);
    failed := case when delta is null then '{"key": "undo"}' end;
  end if;
  if failed is null then
    begin  -- a number that was given goes back with its row
      changed := public.noun_write(n, old,
        coalesce(delta, public.noun_delta(n, rule, new, old, who, at_ms)));
    exception when unique_violation then
      failed := jsonb_build_object('key', n.said->'already');
    end;
  end if;
  new.version := coalesce((changed->>'version')::integer, (old->>'version')::integer);
  new.outcome := case when failed is null then 'done' when failed->>'key' = 'changed' then 'changed'
    else 'refused' end;
  new.refusal := failed->>'key';
  new.detail := coalesce(failed->'detail', '{}');
  if failed is null then
    new.subject := (changed->>'id')::bigint;
    perform public.noun_note(n, new, old, changed, who, at_ms);
  end if;
  return public.door_remember(new, who, hash, at_ms);
end
$$;

-- The event of a change: what was and what is now, and whom it concerned before and after.
create or replace function public.noun_note(
  n public.noun, asked public.intent, old jsonb, changed jsonb, who bigint, at_ms bigint) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  was jsonb;
  now_is jsonb;
  scope integer[] := public.noun_scope(n, changed);
begin
  select coalesce(jsonb_object_agg(j.key, old->j.key) filter (where old is not null), '{}'),
    coalesce(jsonb_object_agg(j.key, j.value), '{}') into was, now_is
  from jsonb_each(changed) j
  where j.key not in ('id', 'version')
    and case when old is null then j.value not in ('null', '""', '[]')
        else j.value is distinct from old->j.key end;
  if old is not null then
    scope := (select array_agg(distinct s order by s) from unnest(scope || public.noun_scope(n, old)) s);
  end if;
  perform public.door_note(asked, asked.subject, asked.version,
    case when n.parent = 'case' then (changed->>'case_id')::bigint end, who,
    (select s.name from public.seat s where s.operator_id = who order by s.seen_at desc limit 1),
    at_ms, was, now_is, scope, false);
end
$$;

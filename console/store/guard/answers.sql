-- What the door says: forgeries, answers the ledger holds, refusals; and the number of a new case.

create or replace view public.intent as
select ''::text as command_id, 0 as ordinal, ''::text as command, ''::text as kind,
       0::bigint as subject, 0 as version_seen, ''::text as post, '{}'::jsonb as changes,
       ''::text as reason, ''::text as on_behalf_of, 0::bigint as occurred_at,
       ''::text as outcome, ''::text as refusal, '{}'::jsonb as detail, 0 as version
where false;

create or replace function public.door_forged(what text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using errcode = 'WG001', message = what;
end
$$;

create or replace function public.door_number(at_ms bigint) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  today text := (select to_char(to_timestamp(at_ms / 1000.0) at time zone i.zone, 'YYYYMMDD')
                 from public.schema_info i);
  n integer;
begin
  insert into public.day_counter as d (day, last) values (today, 1)
  on conflict (day) do update set last = d.last + 1 returning d.last into n;
  return jsonb_build_object(
    'number', today || lpad(n::text, greatest(5, length(n::text)), '0'),
    'day_number', substr(today, 5) || '-' || lpad(n::text, greatest(4, length(n::text)), '0'));
end
$$;

-- What the ledger holds of a command: the answer that was given to it.
create or replace function public.door_known(new public.intent, who bigint, hash text)
returns public.intent
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  known public.command;
begin
  select * into known from public.command k
  where k.command_id = new.command_id and k.ordinal = new.ordinal;
  if known.arguments <> hash or known.actor_id <> who then
    perform public.door_forged('command_id');
  end if;
  new.subject := known.subject;
  new.outcome := known.outcome;
  new.refusal := known.reason;
  new.detail := known.detail;
  new.version := known.version;
  return new;
end
$$;

-- What is said of a command that the steps before its needs hold up. A conflict is told before
-- anything else that the changed column may have caused.
create or replace function public.door_refused(
  new public.intent, verdict text, may text[], stage integer, about text, touched text[])
returns public.intent
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  told_by text[];  -- what else explains it better when somebody changed it
begin
  if verdict = 'columns' then
    perform public.door_forged('changes.' || (
      select min(k) from jsonb_object_keys(new.changes - may) k));
  elsif verdict = 'stage' and not exists (
      select 1 from public.rule r
      where r.kind = 'case' and r.command = new.command and r.post = new.post) then
    verdict := 'other_post';
  elsif verdict = 'stage' and exists (
      select 1 from public.rule r where r.kind = 'case' and r.command = new.command
      and r.variant = coalesce(door_refused.about, '') and r.stage = coalesce(door_refused.stage, 0)) then
    verdict := 'other_post';
    told_by := '{stage,requests}';
  end if;
  if verdict = 'changed' or (case verdict
      when 'no_request' then 'requests' when 'approve' then 'requests'
      when 'stage' then 'stage' when 'merged' then 'duplicate_of' end = any (touched))
      or told_by && touched then
    new.outcome := 'changed';
    new.refusal := 'changed';
    return new;
  end if;
  new.refusal := case when verdict in ('region_id', 'approve') then 'needs' else verdict end;
  new.detail := case verdict
    when 'region_id' then '{"what": "region_id"}'
    when 'approve' then '{"what": "approve"}'
    when 'post' then jsonb_build_object('post', new.post)
    when 'other_post' then jsonb_build_object('command', new.command)
    when 'stage' then jsonb_build_object('stage',
      coalesce('%(stage_words)s'::jsonb->>(stage::text), ''))
    else '{}'::jsonb end;
  return new;
end
$$;

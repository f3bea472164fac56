-- Standing dispatch rules at work (store/door/standing.py): the keeper sends what is due through
-- the door as the rule's owner.

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
  if not exists (select 1 from public.dispatch_rule r where r.state = 1) then
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

-- what rules were made and ended by before they were a noun of the door
drop function if exists public.standing_rule(text, text, bigint, text, jsonb, text);
drop function if exists public.standing_unmade(bigint, text, jsonb);
drop function if exists public.standing_reaches(bigint, text, bigint);
drop function if exists public.standing_scope(bigint, bigint);

-- Cases that a standing rule dispatches now: the one definition, read as it stands by both databases
-- (`:at_ms` the database's clock, `:most` how many). A case is due while nobody has touched it since
-- it was filed: what came back, was claimed or was undone is a person's. Of several rules that fit,
-- the one of the nearest region holds. What the ledger has answered once is not asked again.
-- The log is asked in a sub-select and by its moment, so that neither database walks through it:
-- the few waiting cases come first, and each looks into one partition ("between" one moment and the
-- same: an equality would lure SQLite away from the case to whatever happened in that moment).
select r.id as rule_id, r.owner_id, o.login as owner, r.department_id, c.id as case_id, c.version as case_version,
       'rule-' || r.id || '.' || r.version || '-' || c.id || '.' || c.version as command_id
from public.case_ c
cross join public.dispatch_rule r
cross join public.operator o
where c.stage = 4 and c.holder_id is null and c.duplicate_of is null
  and c.category_id in (select a.category_id from public.dispatch_rule a where a.state = 1)
  and r.id = (
    select f.id from public.dispatch_rule f
    where f.state = 1 and f.category_id = c.category_id
      and (f.region_id is null or exists (
        select 1 from public.region_under u
        where u.region_id = c.region_id and u.ancestor_id = f.region_id))
    order by (select count(*) from public.region_under d where d.region_id = f.region_id) desc, f.id
    limit 1)
  and c.stage_since + r.hold_back_s * 1000 <= :at_ms and r.began_at + r.hold_back_s * 1000 <= :at_ms
  and o.id = r.owner_id and o.active
  and (
    select e.command from public.event e
    where e.case_id = c.id and e.kind = 'case' and e.subject_version = c.version
      and e.recorded_at between c.stage_since and c.stage_since) = 'file'
  and not exists (
    select 1 from public.command k
    where k.command_id = 'rule-' || r.id || '.' || r.version || '-' || c.id || '.' || c.version)
order by c.id limit :most

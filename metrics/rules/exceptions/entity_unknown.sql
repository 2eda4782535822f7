-- grain: one row per client, person, contract or project of a legal entity that no master data knows
-- title = "Legal entity unknown"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Master data of the ERP"
-- process = "sales_to_project"
select thing.object_id, said.value as part, greatest(thing.since, said.ts) as raised_at
from fact.said as said
join fact.thing as thing using (thing_no)
where
    said.name = 'entity' and said.last and thing.type in ('client', 'resource', 'contract', 'project') and thing.deleted_at is null
    and said.value not in (select entity from fact.entity)
    -- where no system tells the entities, none is unknown
    and exists (select 1 from fact.entity)

-- grain: one row per client, person, contract or project of a legal entity that no master data knows
-- title = "Legal entity unknown"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Master data of the ERP"
-- process = "sales_to_project"
with
-- of an entity that some record merely names, nobody knows more than that name
master as (select entity from fact.entity where name is not null or currency is not null)

select thing.object_id, said.value as part, greatest(thing.since, said.ts) as raised_at
from fact.said as said
join fact.thing as thing using (thing_no)
where
    said.name = 'entity' and said.last and thing.type in ('client', 'resource', 'contract', 'project') and thing.deleted_at is null
    and said.value not in (select entity from master)
    -- where no system tells the entities, none is unknown
    and exists (select 1 from master)

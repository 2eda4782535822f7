-- grain: one row per client whose tax number in the ERP is not that of the CRM
-- title = "Tax numbers differ"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of CRM and ERP"
-- process = "sales_to_project"
-- compares = ["crm", "erp"]
with
differs as (
    select distinct canonical.canonical_no as thing_no
    from conflict
    join canonical using (object_no)
    where conflict.kind = 'contradicting_systems' and conflict.attribute = 'tax_number'
),

validated as (select thing_no, min(ts) as validated_at from fact.happened where event_type = 'client_validated' and type = 'client' group by thing_no)

select client.object_id, greatest(thing.since, validated.validated_at) as raised_at, client.entity, client.client
from differs
join fact.client as client using (thing_no)
join fact.thing as thing using (thing_no)
left join validated using (thing_no)

-- grain: one row per client whose tax number in the ERP is not that of the CRM, with since when both know the client
-- needs: client, thing, happened
with
differs as (
    select distinct canonical.canonical_no as thing_no
    from conflict
    join canonical using (object_no)
    where conflict.kind = 'contradicting_systems' and conflict.attribute = 'tax_number'
),

validated as (select thing_no, min(ts) as validated_at from fact.happened where event_type = 'client_validated' and type = 'client' group by thing_no)

select client.thing_no, client.object_id, client.client, client.entity, greatest(thing.since, validated.validated_at) as since
from differs
join fact.client as client using (thing_no)
join fact.thing as thing using (thing_no)
left join validated using (thing_no)

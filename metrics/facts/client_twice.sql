-- grain: one row per client that stands twice in the ERP, with since when its second record is there
-- needs: client
with
-- the ERP's records of one client; from the second on
standing as (
    select
        conflict.object_no, object.since,
        row_number() over (partition by canonical.canonical_no, object.source_no order by object.since, object.object_no) as place,
        canonical.canonical_no as thing_no
    from conflict
    join canonical as named on named.object_no = conflict.object_no
    join canonical on canonical.canonical_no = named.canonical_no
    join object on object.object_no = canonical.object_no
    where conflict.kind = 'duplicate_identity' and conflict.type_no = (select type_no from object_type where name = 'client')
),

twice as (select thing_no, min(since) as since from standing where place > 1 group by thing_no)

select client.thing_no, client.object_id, client.client, client.entity, twice.since
from twice
join fact.client as client using (thing_no)

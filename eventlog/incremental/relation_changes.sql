-- grain: relation_lost, relation_won: one row per relation that records in scope stated and no longer do, or state now for the first time
create or replace temp table relation_lost as
select kept.from_object_no, kept.to_object_no, kept.qualifier
from {log}.object_object as kept
semi join (from relation_before except from relation_after) as past using (from_object_no, to_object_no, qualifier)
union
-- whoever states it, an object that is gone has no relation; those of what a rule expects go with it
select kept.from_object_no, kept.to_object_no, kept.qualifier
from (
    select * from {log}.object_object where from_object_no in (select object_no from object_gone)
    union
    select * from {log}.object_object where to_object_no in (select object_no from object_gone)
) as kept
join {log}.object as origin on origin.object_no = kept.from_object_no
where not (origin.run_no is null and origin.stream_no is not null);

create or replace temp table relation_won as
select now.from_object_no, now.to_object_no, now.qualifier
from relation_after as now
anti join (
    select from_object_no, to_object_no, qualifier from {log}.object_object
    semi join relation_after using (from_object_no, to_object_no, qualifier)
) as kept using (from_object_no, to_object_no, qualifier);

create or replace temp table relation_in_doubt as
select
    lost.*,
    substr(origin.object_id, {first}) as from_id,
    substr(target.object_id, {first}) as to_id
from relation_lost as lost
join {log}.object as origin on origin.object_no = lost.from_object_no
join {log}.object as target on target.object_no = lost.to_object_no
where origin.source_no = {source_no} and target.source_no = {source_no};

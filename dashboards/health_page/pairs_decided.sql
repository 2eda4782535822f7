-- grain: one row per object of $ids, with the legal entities it is of, and whether it is of the source and load that are chosen
with
place as ({place}),

mine as ({mine})

select
    object.object_id, list(distinct place.entity) filter (where place.entity is not null),
    bool_or(object.object_no in (select object_no from mine))
from object
join canonical using (object_no)
left join place using (canonical_no)
where list_contains($ids, object.object_id)
group by object.object_id

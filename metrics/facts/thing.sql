-- grain: one row per thing: an object under its canonical number; what was deleted in every system that had it says since when
select
    canonical.canonical_no as thing_no,
    any_value(object.object_id) filter (where object.object_no = canonical.canonical_no) as object_id,
    any_value(object_type.name) as type,
    min(object.since) as since,
    case when bool_and(object.deleted_at is not null) then max(object.deleted_at) end as deleted_at
from canonical
join object using (object_no)
join object_type using (type_no)
group by canonical.canonical_no

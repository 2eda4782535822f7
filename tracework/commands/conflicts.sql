-- grain: one row per conflict, the most money first
select
    conflict.kind, object_type.name, object.object_id, conflict.attribute, conflict.systems, conflict."values",
    conflict.worth, conflict.currency
from conflict
join object using (object_no)
left join object_type on object_type.type_no = conflict.type_no
order by conflict.worth desc nulls last, conflict.kind, object.object_id, conflict.attribute

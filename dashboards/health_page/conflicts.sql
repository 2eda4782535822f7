-- grain: one row per kind of conflict, type of object and attribute, with how many there are and the first $examples of them; of the system $system, unless it is empty
select
    conflict.kind, object_type.name, conflict.attribute, count(*) as conflicts,
    list({'object': object.object_id, 'systems': conflict.systems, 'values': conflict."values"} order by object.object_id)[1:$examples]
        as examples
from conflict
left join object_type using (type_no)
left join object using (object_no)
where $system = '' or list_contains(conflict.systems, $system)
group by all
order by conflicts desc, conflict.kind, object_type.name, conflict.attribute

-- grain: the objects of that id, one a type, with the rule that expects it
select
    object.object_no, object_type.name, object.since,
    case when object.run_no is null then stream.name end as rule
from object
join object_type using (type_no)
left join stream on stream.stream_no = object.stream_no
where object.object_id = $object_id
order by object_type.name

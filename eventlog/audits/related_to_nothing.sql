-- grain: one row per relation of objects, or value of an object, whose object is not in the log
select relation.from_object_no as object_no
from object_object as relation
left join object as origin on origin.object_no = relation.from_object_no
left join object as target on target.object_no = relation.to_object_no
where origin.object_no is null or target.object_no is null
union all
select attribute.object_no
from object_attribute as attribute
left join object using (object_no)
where object.object_no is null
limit 5

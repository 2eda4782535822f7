-- grain: one row per relation whose event or object is not in the log
select relation.event_no, relation.object_no
from event_object as relation
left join event using (event_no)
left join object using (object_no)
where event.event_id is null or object.object_id is null
limit 5

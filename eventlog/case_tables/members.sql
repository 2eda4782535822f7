-- grain: one row per event of a case, with its time in microseconds; $object_type is the leading type; {relation}, {event_types} are filled in
create or replace temp table member as
select relation.object_no, event.event_no, event.type_no, epoch_us(event.ts) as ts, null::bigint as busy_us,
    event.resource_no, event.source_no, event.row
from {relation} as relation
join object using (object_no)
join event using (event_no)
where object.type_no = (select type_no from object_type where name = $object_type) {event_types};

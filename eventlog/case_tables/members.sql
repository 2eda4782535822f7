-- grain: one row per event of a case, with its time in microseconds; $object_type is the leading type
-- narrow on purpose: every byte here is sorted later. {row} is the event's place in its file where ties need it, else nothing
create or replace temp table member as
select
    relation.object_no, event.event_no, event.type_no, epoch_us(event.ts) as ts,
    event.resource_no, event.source_no::usmallint as source_no {row}
from {relation} as relation
join event using (event_no)
where relation.object_no in (
    select object_no from object
    where type_no = (select type_no from object_type where name = $object_type)
) {event_types};

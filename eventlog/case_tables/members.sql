-- grain: one row per event of a case, with its time in microseconds
-- narrow on purpose: every byte here is sorted later. {row} is the event's place in its file where ties need it, else nothing
create or replace temp table member as
select
    relation.case_object_no as object_no, event.event_no, event.type_no, epoch_us(event.ts) as ts,
    event.resource_no, event.source_no::usmallint as source_no {row}
from {relation} as relation
join event using (event_no)
where {event_types};

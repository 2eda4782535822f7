-- grain: met: one row per case, way that leads from it and event of an object that the way ends at: in one pass over what events name
-- {known} has the objects at the ends of all ways; {taken} says which types of events each way takes
create or replace temp table met as
select named.case_object_no, named.way_no, event.event_no, event.type_no, event.ts
from ({known}) as named
join event_object on event_object.object_no = named.object_no
join event on event.event_no = event_object.event_no
where {event_types} and case named.way_no {taken} end;

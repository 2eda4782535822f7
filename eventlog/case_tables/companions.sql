-- grain: companion: one row per object and type of an event that it shares with an object of {types} which is described otherwise now
create or replace temp table companion as
with
described as (
    select alias.object_no
    from change_of_attribute as change
    join canonical_object as alias on alias.canonical_no = change.object_no
    where alias.type_no in ({types})
),

shared as (
    select distinct event_no from event_object where object_no in (select object_no from described)
)

select distinct other.canonical_no as object_no, event.type_no
from shared
join event using (event_no)
join event_object as beside using (event_no)
join canonical_object as other on other.object_no = beside.object_no
where {event_types};

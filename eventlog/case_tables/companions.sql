-- grain: companion: one row per object and type of an event that it shares with an object of {types} which is described otherwise now
-- in steps, each a table: how few there are is known before anything is joined to all events
create or replace temp table described as
with
told as (
    select object_no
    from memory.change_of_attribute
    join object using (object_no)
    where object.type_no in ({types})
)
select object_no from told
union
select object_no from identity where canonical_no in (select object_no from told);

create or replace temp table event_of_described as
select distinct event_no from event_object where object_no in (select object_no from described);

create or replace temp table shared as
select event.event_no, event.type_no
from event
where event.event_no in (select event_no from event_of_described) and {event_types};

create or replace temp table companion as
select distinct other.canonical_no as object_no, beside.type_no
from (
    select event_object.object_no, shared.type_no
    from event_object
    join shared using (event_no)
) as beside
join canonical_object as other using (object_no);

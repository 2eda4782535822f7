-- grain: affected_case: one row per leading object that a change touches itself
create or replace temp table affected_case as
with
changed as (
    select object_no from memory.change_of_event as change where {event_types}
    union
    select object_no from memory.change_of_attribute
    union
    select object_no from memory.change_of_identity
)
select object_no
from changed
join object using (object_no)
where object.type_no = {leading};

-- cases whose object is gone, or is no longer the one its others are known by
insert into affected_case
select object_no from {process}."case"
where object_no not in (select object_no from canonical_object where object_no = canonical_no and type_no = {leading});

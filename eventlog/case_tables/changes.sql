-- grain: change_of_*: one row per changed thing, by its canonical number; in the memory database, where connections of all processes see them
create or replace table memory.change_of_event as
select distinct known.canonical_no as object_no, change.type_no
from memory.changed_event as change
join canonical_object as known using (object_no);

create or replace table memory.change_of_attribute as
select distinct known.canonical_no as object_no
from memory.changed_attribute as change
join canonical_object as known using (object_no)
where change.is_last;

create or replace table memory.change_of_identity as
select distinct known.canonical_no as object_no
from memory.changed_identity as change
join canonical_object as known using (object_no)
union
select object_no from memory.changed_identity;

-- of an object that is gone the type is no longer known
create or replace table memory.change_of_relation as
select distinct
    origin.canonical_no as from_no, target.canonical_no as to_no, change.qualifier,
    origin.type_no as from_type, target.type_no as to_type
from memory.changed_relation as change
left join canonical_object as origin on origin.object_no = change.from_object_no
left join canonical_object as target on target.object_no = change.to_object_no;

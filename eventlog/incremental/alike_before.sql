-- grain: alike: one row per object of a type that is touched, or was the same as a touched one before
create or replace temp table alike as
with
touched as (select object_no from touched_object where type_no = $type_no),

group_before as (
    select canonical_no from identity where object_no in (select object_no from touched)
    union
    select object_no from touched
)

select canonical_no as object_no from group_before
union
select object_no from identity where canonical_no in (select canonical_no from group_before);

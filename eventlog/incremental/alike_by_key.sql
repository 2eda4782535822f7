-- grain: alike: one row per object of a type that was the same as a touched one before, or whose key has a value in common with one of these
create or replace temp table alike as
with
touched as (select object_no from touched_object where type_no = $type_no),

group_before as (
    select canonical_no from identity where object_no in (select object_no from touched)
    union
    select object_no from touched
),

before as (
    select canonical_no as object_no from group_before
    union
    select object_no from identity where canonical_no in (select canonical_no from group_before)
),

shared as (
    select distinct folded(name, value) as value
    from object_key
    where name = $key and object_no in (select object_no from before)
),

told as (
    select distinct object_no from object_key
    where name = $key and folded(name, value) in (select value from shared)
)

select object_no from before
union
select object_no from told join object using (object_no) where object.type_no = $type_no;

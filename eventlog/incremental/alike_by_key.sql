-- grain: alike: one row more per object of a type whose key has a value in common with one of these
insert into alike
with
shared as (
    select distinct folded(name, value) as value
    from object_key
    where name = $key and object_no in (select object_no from alike)
),

told as (
    select distinct object_no from object_key
    where name = $key and folded(name, value) in (select value from shared)
)

select object_no from told join object using (object_no)
where object.type_no = $type_no and object_no not in (select object_no from alike);

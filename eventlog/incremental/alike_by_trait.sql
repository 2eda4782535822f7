-- grain: alike: one row more per object in `trait` that has a value of a key in common with one of these
insert into alike
with
shared as (
    select distinct name, value
    from trait
    where name in (select unnest($keys::varchar[])) and object_no in (select object_no from alike)
)

select distinct object_no
from trait
semi join shared using (name, value)
where object_no not in (select object_no from alike);

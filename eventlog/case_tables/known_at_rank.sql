-- grain: {table}: one row per case's object that has objects of rank {rank} which tell anything, a column for each attribute they tell; of several objects the least
create or replace temp table {table} as
with
said as (
    select object_no, name, value
    from last_value
    where object_no in (select object_no from description where rank = {rank})
),
described as (
    from said pivot (any_value(value) for name in ({told}) group by object_no)
)
select case_object_no{least}
from description
join described using (object_no)
where rank = {rank}
{grouped};

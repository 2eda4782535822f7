-- grain: {table}: one row per case's object that has objects of rank {rank} which tell anything, a column for each attribute they tell; of several objects the least
create or replace temp table {table} as
with
described as (
    select object_no{told}
    from last_value
    where object_no in (select object_no from description where rank = {rank})
    group by object_no
)
select case_object_no{least}
from description
join described using (object_no)
where rank = {rank}
{grouped};

-- grain: case_attribute: one row per case's object and attribute, with the last value known: its own, else that of the nearest object that describes it
-- {described} has the objects that describe each case by rank, its own ids first. A value of equal time or rank is the least, so no order matters
create or replace temp table description as
select distinct case_object_no, object_no, rank from ({described});

create or replace temp table last_value as
with
dated as (
    select attribute.object_no, attribute.name, attribute.type, attribute.value, attribute.ts
    from object_attribute as attribute
    where attribute.value is not null and attribute.object_no in (select object_no from description)
),
newest as (select object_no, name, max(ts) as ts, count(*) as n from dated group by object_no, name)
select object_no, name, any_value(type) as type, min(value) as value
from dated
join newest using (object_no, name)
where newest.n = 1 or dated.ts is not distinct from newest.ts
group by object_no, name;

-- numbers stand for names and values until it is known which count: they are compared and carried much quicker than texts
create or replace temp table attribute_name as
select name, row_number() over (order by name)::integer as name_no from (select distinct name from last_value);

create or replace temp table numbered_value as
select object_no, name_no, last_value.rowid as value_no, value
from last_value
join attribute_name using (name);

-- in two steps: what one object tells alone stands as it is
create or replace temp table several as
select case_object_no, rank from description group by case_object_no, rank having count(*) > 1;

create or replace temp table case_attribute as
with
told as (
    select description.case_object_no, name_no, rank, value_no
    from description
    join numbered_value using (object_no)
    anti join several using (case_object_no, rank)
    union all
    select description.case_object_no, name_no, rank, arg_min(value_no, value)
    from description
    join numbered_value using (object_no)
    semi join several using (case_object_no, rank)
    group by description.case_object_no, name_no, rank
),
nearest as (
    select case_object_no, arg_min(value_no, rank) as value_no from told group by case_object_no, name_no
)
select nearest.case_object_no as object_no, last_value.name, last_value.type, last_value.value
from nearest
join last_value on last_value.rowid = nearest.value_no;

drop table several;
drop table numbered_value;
drop table attribute_name;
drop table last_value;
drop table description;

-- grain: description: one row per case's object and object that describes it, at a rank; last_value: one row per such object and attribute; told: one row per rank and attribute
-- {described} has the objects that describe each case by rank. An object under another id tells what its own id does not. A value of equal time is the least, so no order matters
create or replace temp table description as
select distinct case_object_no, object_no, rank
from ({described})
where case_object_no in (select object_no from member);

create or replace temp table last_value as
with
id as (
    select object_no as id_no, object_no from (select distinct object_no from description)
    union
    select object_no, canonical_no from identity where canonical_no in (select object_no from description)
),
dated as (
    select id.object_no, attribute.object_no as id_no, attribute.name, attribute.type, attribute.value, attribute.ts
    from object_attribute as attribute
    join id on id.id_no = attribute.object_no
    where attribute.value is not null
),
newest as (select id_no, name, max(ts) as ts, count(*) as n from dated group by id_no, name)
select
    dated.object_no, name,
    coalesce(min(type) filter (where id_no = dated.object_no), min(type)) as type,
    coalesce(min(value) filter (where id_no = dated.object_no), min(value)) as value
from dated
join newest using (id_no, name)
where newest.n = 1 or dated.ts is not distinct from newest.ts
group by dated.object_no, name;

create or replace temp table told as
with
describing as (select rank, object_no, count(*) as cases from description group by rank, object_no)
select rank, name, list(distinct type) as types, sum(cases)::bigint as cases
from describing
join last_value using (object_no)
group by rank, name;

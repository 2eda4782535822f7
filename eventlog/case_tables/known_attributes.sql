-- grain: one row per case's object, attribute and time since which its value holds: its own, else that of the objects of {types} it shares events with
create or replace temp table shared_attribute as
with
own as (
    select object_no, name, type, value, ts
    from object_attribute
    where object_no in (select object_no from member)
),
related as (
    select distinct member.object_no, event_object.object_no as related_no
    from member
    join event_object using (event_no)
    join object on object.object_no = event_object.object_no
    join object_type on object_type.type_no = object.type_no
    where object_type.name in ({types})
)
select * from own
union all
select related.object_no, attribute.name, min(attribute.type) as type, min(attribute.value) as value, attribute.ts
from related
join object_attribute as attribute on attribute.object_no = related.related_no
where not exists (select 1 from own where own.object_no = related.object_no and own.name = attribute.name)
group by related.object_no, attribute.name, attribute.ts;

create or replace temp view known_attribute as select * from shared_attribute;

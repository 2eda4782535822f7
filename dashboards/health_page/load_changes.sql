-- grain: one row per stream, type of object or type of event of which the load $run of $source told: how many records, new objects and values, or events
with
load as (
    select landed_run.run_no
    from landed_run
    join source using (source_no)
    where source.name = $source and landed_run.run = $run
),

objects as (
    select type_no, count(*) as new from object where run_no in (select run_no from load) group by type_no
),

-- what it told of objects that were known before
later as (
    select object.type_no, count(distinct attribute.object_no) as changed
    from object_attribute as attribute
    join object using (object_no)
    where attribute.run_no in (select run_no from load) and object.run_no is distinct from attribute.run_no
    group by object.type_no
),

events as (
    select type_no, count(*) as happened from event where run_no in (select run_no from load) group by type_no
)

select 'object' as kind, object_type.name, coalesce(objects.new, 0) as new, coalesce(later.changed, 0) as changed
from object_type
left join objects using (type_no)
left join later using (type_no)
where objects.new is not null or later.changed is not null
union all
select 'event', event_type.name, events.happened, 0
from events
join event_type using (type_no)
order by kind desc, new desc, changed desc, name

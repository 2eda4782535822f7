-- grain: one row per event, object, attribute or relation to export, numbered from 0; {events} are the event numbers to take
create or replace temp table export_event as
with
named as (
    select event_no, coalesce(key, 'event ' || event_no) as id, type_no, ts, lifecycle, resource_no
    from event
    where event_no in ({events})
)
select
    row_number() over (order by event_no) - 1 as place,
    event_no,
    -- ids are unique within a source only
    case when count(*) over (partition by id) = 1 then id else id || ' #' || event_no end as id,
    event_type.name as type,
    ts,
    lifecycle,
    resource.name as resource
from named
join event_type using (type_no)
left join resource using (resource_no);

create or replace temp table export_object as
with
wanted as (
    select object_no from object where {every_object}
    union
    select object_no from event_object where event_no in (select event_no from export_event)
)
select
    row_number() over (order by object_no) - 1 as place,
    object_no,
    -- ids are unique within a type only
    case
        when count(*) over (partition by object.object_id) = 1 then object.object_id
        else object_type.name || ':' || object.object_id
    end as id,
    object_type.name as type
from wanted
join object using (object_no)
join object_type using (type_no);

-- what a log keeps in columns of its own is an attribute in OCEL, unless it is one already
create or replace temp table export_column_attribute as
with
named_resource as (
    select event_no from event_attribute where name in ('resource', 'org:resource', 'ocel:resource')
),
named_lifecycle as (
    select event_no from event_attribute where name in ('lifecycle', 'lifecycle:transition')
)
select event_no, 'resource' as name, 'string' as type, resource as value, -1 as position
from export_event
where resource is not null and event_no not in (select event_no from named_resource)
union all
select event_no, 'lifecycle', 'string', lifecycle, -2
from export_event
where lifecycle is not null and event_no not in (select event_no from named_lifecycle);

create or replace temp view export_event_attribute as
select event_no, name, type, value, event_attribute.rowid as position
from event_attribute
where value is not null and type not in ('list', 'container')
union all
select * from export_column_attribute;

create or replace temp view export_object_attribute as
select object_no, name, type, value, ts
from object_attribute
where ts is not null and type not in ('list', 'container') and (value is not null or ts <> timestamp '1970-01-01');

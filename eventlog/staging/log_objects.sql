-- grain: staged tables of one landed event-log file, one row per object, attribute value or relation; $case_type is what a trace is
create or replace temp table staged_object as
select coalesce(type, $case_type) as object_type, id as object_id, row
from {objects}
where id is not null
qualify row_number() over (partition by coalesce(type, $case_type), id order by row) = 1;

create or replace temp table staged_object_attribute as
with
initial as (
    select coalesce(type, $case_type) as object_type, id as object_id, unnest(attributes) as given
    from {objects}
    where id is not null
),
changed as (
    select object.object_type, change.object as object_id, change.name, change.type, change.value, change.time as ts
    from {object_changes} as change
    join staged_object as object on object.object_id = change.object
    where change.time is not null
)
select object_type, object_id, given.name as name, given.type as type, given.value as value, timestamp '1970-01-01' as ts
from initial
union all
select * from changed;

create or replace temp table staged_event_object as
select event.row, object.object_type, object.object_id, coalesce(relation.qualifier, '') as qualifier
from {event_object} as relation
join staged_event as event on event.own_id = relation.event
join staged_object as object on object.object_id = relation.object;

create or replace temp table staged_object_object as
select
    origin.object_type as from_type, origin.object_id as from_id,
    target.object_type as to_type, target.object_id as to_id,
    coalesce(relation.qualifier, '') as qualifier
from {object_object} as relation
join staged_object as origin on origin.object_id = relation.source
join staged_object as target on target.object_id = relation.target;

insert into staged_quarantine
select
    'event_object', null, 'a relation to an object or event that the file does not hold',
    to_json({'event': relation.event, 'object': relation.object, 'qualifier': relation.qualifier})::varchar
from {event_object} as relation
left join staged_event as event on event.own_id = relation.event
left join staged_object as object on object.object_id = relation.object
where event.own_id is null or object.object_id is null;

insert into staged_quarantine
select
    'object_object', null, 'a relation to an object that the file does not hold',
    to_json({'source': relation.source, 'target': relation.target, 'qualifier': relation.qualifier})::varchar
from {object_object} as relation
left join staged_object as origin on origin.object_id = relation.source
left join staged_object as target on target.object_id = relation.target
where origin.object_id is null or target.object_id is null;

insert into staged_quarantine
select
    'object_changes', row,
    case when time is null then 'a change at a time that cannot be read' else 'a value of an object that the file does not hold' end,
    to_json({'object': change.object, 'name': change.name, 'value': change.value})::varchar
from {object_changes} as change
where change.time is null
    or not exists (select 1 from staged_object as object where object.object_id = change.object);

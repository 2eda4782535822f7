-- grain: rows added to a generation's tables by one staged run; $source_no, $run_no, $source, $process, $run number and name it
insert into object_type
select (select count(*) from object_type) + row_number() over (order by name) - 1, name
from (select distinct object_type as name from staged_object)
where name not in (select name from object_type);

insert into event_type
select (select count(*) from event_type) + row_number() over (order by name) - 1, name
from (select distinct type as name from staged_event)
where name not in (select name from event_type);

insert into resource
select (select count(*) from resource) + row_number() over (order by name) - 1, name
from (select distinct resource as name from staged_event where resource is not null)
where name not in (select name from resource);

-- a true duplicate inside a file is kept: it is the second occurrence of its record
create or replace temp table repeated_event as
with repeated as (select key, lifecycle from staged_event group by all having count(*) > 1)
select event.row, event.lifecycle, row_number() over (partition by event.key, event.lifecycle order by event.row) as occurrence
from staged_event as event
join repeated on repeated.key = event.key and repeated.lifecycle is not distinct from event.lifecycle;

-- one row may hold a start and a complete, hence two numbers a row; gaps do no harm, and nothing has to be sorted
create or replace temp table new_event as
with
numbered_event as (
    select
        (select coalesce(max(event_no), -1) + 1 from event) + 2 * event.row
        + (event.lifecycle is not distinct from 'complete')::bigint as event_no,
        event.*,
        md5_number_lower(
            concat_ws(
                chr(31), $source, event.key, coalesce(event.lifecycle, ''), coalesce(repeated.occurrence, 1)
            )
        ) as event_id
    from staged_event as event
    left join repeated_event as repeated
        on repeated.row = event.row and repeated.lifecycle is not distinct from event.lifecycle
)
select * from numbered_event as numbered
where not exists (
    select 1 from event where event.source_no = $source_no and event.event_id = numbered.event_id
);
drop table staged_event;

insert into event (
    event_no, event_id, type_no, ts, lifecycle, resource_no, source_no, run_no, row, key, place
)
select
    new.event_no, new.event_id, event_type.type_no, new.ts, new.lifecycle, resource.resource_no,
    $source_no, $run_no, new.row, new.own_id, new.row
from new_event as new
join event_type on event_type.name = new.type
left join resource on resource.name = new.resource;

insert into object (object_no, object_id, type_no, source_no, run_no, row)
select
    (select count(*) from object) + row_number() over (order by staged.row, object_type.type_no, staged.object_id) - 1,
    staged.object_id, object_type.type_no, $source_no, $run_no, staged.row
from staged_object as staged
join object_type on object_type.name = staged.object_type
where not exists (
    select 1 from object where object.object_id = staged.object_id and object.type_no = object_type.type_no
);

create or replace temp table known_object as
select object.object_no, object.object_id, object_type.name as object_type
from object
join object_type using (type_no);

insert into event_object
select new.event_no, known.object_no, ''
from new_event as new
join known_object as known on known.object_id = new.case_id and known.object_type = $case_type;

-- from here on only the numbers are needed, and the texts make room
create or replace temp table event_number as select row, event_no from new_event;
drop table new_event;

insert into event_attribute
select new.event_no, attribute.name, attribute.type, attribute.value
from staged_event_attribute as attribute
join event_number as new using (row);
drop view staged_event_attribute;

insert into event_object
select distinct new.event_no, known.object_no, staged.qualifier
from staged_event_object as staged
join event_number as new using (row)
join known_object as known on known.object_id = staged.object_id and known.object_type = staged.object_type
order by new.event_no, known.object_no, staged.qualifier;

insert into object_object
select distinct origin.object_no, target.object_no, staged.qualifier
from staged_object_object as staged
join known_object as origin on origin.object_id = staged.from_id and origin.object_type = staged.from_type
join known_object as target on target.object_id = staged.to_id and target.object_type = staged.to_type
where not exists (
    select 1 from object_object as kept
    where kept.from_object_no = origin.object_no and kept.to_object_no = target.object_no and kept.qualifier = staged.qualifier
);

insert into object_attribute (object_no, name, type, value, ts, run_no)
select known.object_no, staged.name, staged.type, staged.value, staged.ts, $run_no
from staged_object_attribute as staged
join known_object as known on known.object_id = staged.object_id and known.object_type = staged.object_type;

insert into quarantine (source, run, stream, row, reason, record)
select $source, $run, staged.stream, staged.row, staged.reason, staged.record
from staged_quarantine as staged
where not exists (
    select 1 from quarantine as kept
    where kept.source = $source and kept.stream = staged.stream and kept.reason = staged.reason and kept.record = staged.record
);

-- grain: one row per event, object and value that one landed record became, or that rests on it
with
place as (
    select landed_run.run_no, stream.stream_no
    from landed_run
    join source on source.source_no = landed_run.source_no
    join stream on stream.source_no = source.source_no
    where source.name = $source and landed_run.run = $run and stream.name = $stream
    union all
    -- the streams of a file have no numbers
    select landed_run.run_no, null
    from landed_run
    join source on source.source_no = landed_run.source_no
    where source.name = $source and landed_run.run = $run and landed_run.process is not null
        and $stream in ('rows', 'events', 'objects')
),

yielded as (
    select event_no from event
    join place on event.run_no = place.run_no and event.stream_no is not distinct from place.stream_no
    where event.row = $row and $stream <> 'objects'
    union
    select event_no from evidence join place on evidence.run_no = place.run_no and evidence.stream_no = place.stream_no
    where evidence.row = $row
),

made as (
    select 1 as part, 'event' as kind, event.event_id::varchar as id, event_type.name, event.ts as moment, null as value
    from yielded
    join event using (event_no)
    join event_type using (type_no)
    union all
    select 2, 'object', object.object_id, object_type.name, object.since, null
    from object
    join place on object.run_no = place.run_no and object.stream_no is not distinct from place.stream_no
    join object_type using (type_no)
    where object.row = $row and $stream <> 'events'
    union all
    select 3, 'value', object.object_id, attribute.name, attribute.ts, attribute.value
    from object_attribute as attribute
    join place on attribute.run_no = place.run_no and attribute.stream_no = place.stream_no
    join object using (object_no)
    where attribute.row = $row
)

select kind, id, name, moment, value from made order by part, moment, id, name

-- grain: one row per landed record behind an event, that it was read from first
with
behind as (
    select 1 as place, run_no, stream_no, row, 'read from' as role from event
    where event_no = $event_no and run_no is not null
    union all
    select
        2, evidence.run_no, evidence.stream_no, evidence.row,
        case when event.quality = 'derived' then 'used by the rule' else 'the snapshot before' end
    from evidence
    join event using (event_no)
    where event_no = $event_no
    union all
    select 3, mended.by_run_no, mended.by_stream_no, mended.by_row, 'mended by'
    from mended
    join event on event.run_no = mended.run_no and event.stream_no = mended.stream_no and event.row = mended.row
    where event.event_no = $event_no
)

select
    source.name, source.system, landed_run.run, coalesce(stream.name, 'events'), behind.row, landed_run.as_of, behind.role
from behind
join landed_run on landed_run.run_no = behind.run_no
join source on source.source_no = landed_run.source_no
left join stream on stream.stream_no = behind.stream_no
order by behind.place, source.name, landed_run.run, stream.name, behind.row

-- grain: one row: the moment up to which the log is complete (the latest load), the first day for which time is recorded, the last day facts are about
-- what the indicators know begins with the first day of recorded time; a log without recorded time begins with its first event
with
-- what was decided or done here says nothing of how far the systems are read
pulled as (
    select max(landed_run.as_of) as as_of
    from landed_run
    left join source using (source_no)
    where landed_run.process is null and source.name is distinct from 'tracework'
),

happened as (
    select max(event.ts) as last_at
    from event
    left join source using (source_no)
    where source.name is distinct from 'tracework' or event.quality = 'derived'
),

logged as (
    select min(event.ts)::date as first_day
    from event
    join event_type using (type_no)
    where event_type.name = 'time_logged'
)

select
    coalesce(pulled.as_of, happened.last_at) as as_of,
    coalesce(logged.first_day, (select min(ts)::date from event)) as first_day,
    (coalesce(pulled.as_of, happened.last_at) + interval 400 day)::date as last_day
from pulled, happened, logged

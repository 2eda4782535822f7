-- grain: one row: the moment up to which the log is complete (the latest load), the first day for which time is recorded, the last day facts are about
-- what the indicators know begins with the first day of recorded time; a log without recorded time begins with its first event
with
pulled as (select max(as_of) as as_of from landed_run where process is null),

logged as (
    select min(event.ts)::date as first_day
    from event
    join event_type using (type_no)
    where event_type.name = 'time_logged'
)

select
    coalesce(pulled.as_of, (select max(ts) from event)) as as_of,
    coalesce(logged.first_day, (select min(ts)::date from event)) as first_day,
    (coalesce(pulled.as_of, (select max(ts) from event)) + interval 400 day)::date as last_day
from pulled, logged

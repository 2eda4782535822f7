-- grain: one row per activity that a system records: the system that records most of its events; what a rule derives no system records
with
recorded as (
    select activity_no, source_no, count(*) as events from chosen_step group by activity_no, source_no
),

counted as (
    select recorded.activity_no::integer as activity_no, coalesce(source.system, source.name) as system, sum(recorded.events) as events
    from recorded
    join source using (source_no)
    where source.name <> 'tracework'
    group by all
)

select activity_no, arg_max(system, (events, system)) as system
from counted
group by activity_no

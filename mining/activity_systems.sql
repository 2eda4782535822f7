-- grain: one row per activity: the system that records most of its events
with
counted as (
    select step.activity_no::integer as activity_no, source.system, count(*) as events
    from chosen_step as step
    join source using (source_no)
    group by all
)

select activity_no, arg_max(system, (events, system)) as system
from counted
group by activity_no

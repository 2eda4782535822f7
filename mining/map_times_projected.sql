-- grain: one row per move between shown activities ({width} * from + to): how often, and the figures of its waits in microseconds
-- the chosen steps lie in order, so the next row of the shown ones is the next step: nothing is sorted
with
running as (
    select case_no, activity_no, ts, coalesce(busy_us, 0) as busy_us {worked}
    from chosen_step
),

shown_step as (
    select * from running where activity_no in ({shown})
),

linked as (
    select
        activity_no,
        lead(activity_no) over () as next_activity_no,
        lead(case_no) over () = case_no as goes_on,
        greatest(lead(ts) over () - ts - busy_us, 0) as wait_us
        {business_wait}
    from shown_step
)

select
    activity_no::integer * {width} + next_activity_no as move,
    {figures}
from linked
where goes_on
group by move

-- grain: one row per person, week and measure, and for `value` one per project too
-- title = "Utilization variance"
-- question = "How far did billable hours come out from those planned?"
-- population = "People and weeks that are over in which they could work, placed by the end of the week"
-- owner = "Resource manager"
-- source = "Tracework: (billable hours − planned hours) ÷ capacity, summed before they are divided"
-- needs = ["time_logged", "resource_booked"]
-- rests_on = ["timesheet_corrected", "timesheet_rejected"]
-- about_people = true
-- [[measure]]
-- title = "Utilization variance"
-- aggregate = "ratio"
-- unit = "points"
-- parts = "worked_hours"
-- better = "near_zero"
-- above_only = ["service_line", "client", "project", "project_manager", "billing_type"]
-- [[measure]]
-- name = "mean_abs"
-- title = "Mean absolute variance"
-- aggregate = "mean_abs"
-- unit = "points"
-- better = "lower"
-- [[measure]]
-- name = "spread"
-- title = "Spread of the variance"
-- aggregate = "spread"
-- unit = "points"
-- better = "lower"
-- as_measure = "mean_abs"
with
free as (
    select person_no, entity, date_trunc('week', day)::date + 6 as week_end, sum(capacity_minutes) as capacity_minutes
    from fact.person_day, fact.span as span
    where ends_at <= span.as_of
    group by person_no, entity, date_trunc('week', day)
    having sum(capacity_minutes) > 0
),

week as (
    select
        free.*, thing.object_id || '/' || free.week_end as object_id, version.practice,
        coalesce(ended.ends_at, free.week_end + interval 1 day) - interval 1 microsecond as closed_at
    from free
    join fact.thing as thing on thing.thing_no = free.person_no
    cross join fact.span as span
    left join fact.entity_day as ended on ended.entity = free.entity and ended.day = free.week_end
    left join fact.person_version as version
        on version.person_no = free.person_no and free.week_end >= version.since and free.week_end < version.until
    where coalesce(ended.ends_at, free.week_end + interval 1 day) <= span.as_of
),

actual as (
    select entry.person_no, entry.project_no, date_trunc('week', entry.day)::date + 6 as week_end, entry.minutes
    from fact.time_entry as entry
    left join fact.timecard as card using (card_no)
    where entry.billable and not coalesce(card.is_rejected, false)
),

planned as (
    select assignment.person_no, assignment.project_no, planned.week_end, -planned.minutes as minutes
    from fact.assignment_week as planned
    join fact.assignment as assignment on assignment.thing_no = planned.assignment_no
    left join fact.project as project on project.thing_no = assignment.project_no
    where assignment.withdrawn_at is null and project.cancelled_at is null
),

difference as (
    select person_no, project_no, week_end, sum(minutes) as minutes
    from (from actual union all from planned)
    group by person_no, project_no, week_end
),

whole as (select person_no, week_end, sum(minutes) as minutes from difference group by person_no, week_end),

of_week as (
    select
        week.object_id, week.person_no as person, week.entity, week.closed_at, week.practice, week.capacity_minutes,
        100 * coalesce(whole.minutes, 0) / week.capacity_minutes as points
    from week
    left join whole using (person_no, week_end)
)

select
    'value' as measure, object_id, person, entity, closed_at as at, practice, 0 as numerator, capacity_minutes as denominator
from of_week
union all by name
select
    'value' as measure, week.object_id, week.person_no as person, week.entity, week.closed_at as at, week.practice,
    project.service_line, project.client, project.project, project.project_manager, project.billing_type, difference.minutes as numerator, 0 as denominator
from difference
join week using (person_no, week_end)
left join fact.project as project on project.thing_no = difference.project_no
union all by name
select 'mean_abs' as measure, object_id, person, entity, closed_at as at, practice, points as value
from of_week

-- grain: one row per project open at a month's end of which a forecast was taken by then, and measure
-- title = "Project margin deviation"
-- question = "How far is the margin we expect of running projects from the one they began with?"
-- population = "Projects open at the month's end with a forecast taken by then; the last one counts"
-- owner = "Head of delivery"
-- source = "Our definition; margins after Rocketlane, (revenue - cost) / revenue"
-- rests_on = ["project_closed"]
-- [[measure]]
-- title = "Forecast margin against baseline"
-- aggregate = "weighted"
-- unit = "points"
-- parts = "money"
-- better = "higher"
-- stock = true
-- [[measure]]
-- name = "to_date"
-- title = "Margin to date against baseline"
-- aggregate = "weighted"
-- unit = "points"
-- parts = "money"
-- better = "higher"
-- stock = true
-- [[measure]]
-- name = "money"
-- title = "Margin money against baseline"
-- aggregate = "sum"
-- unit = "money"
-- better = "higher"
-- stock = true
with
begun as (
    select
        thing_no,
        min(ts) filter (where event_type in ('project_created_in_erp', 'project_shell_created')) as begun_at,
        max(ts) filter (where event_type = 'project_closed') as closed_at
    from fact.happened
    where type = 'project' and event_type in ('project_created_in_erp', 'project_shell_created', 'project_closed')
    group by thing_no
),

open_then as (
    select project.*, month_end.at
    from fact.project as project
    left join begun using (thing_no)
    join fact.month_end as month_end on month_end.entity = project.entity
    where
        coalesce(begun.begun_at <= month_end.at, true)
        and coalesce(begun.closed_at > month_end.at, true) and coalesce(project.cancelled_at > month_end.at, true)
),

forecast as (
    select
        open_then.*, taken.revenue, taken.cost, taken.revenue_to_date, taken.cost_to_date,
        (open_then.baseline_revenue - open_then.baseline_cost) / nullif(open_then.baseline_revenue, 0) as baseline_margin
    from open_then
    asof join fact.project_forecast as taken on taken.project_no = open_then.thing_no and taken.taken_at <= open_then.at
),

share as (
    select
        'value' as measure, 100 * ((revenue - cost) / revenue - baseline_margin) as value, revenue as weight, *
    from forecast where revenue > 0 and baseline_revenue > 0
    union all by name
    select
        'to_date' as measure, 100 * ((revenue_to_date - cost_to_date) / revenue_to_date - baseline_margin) as value,
        revenue as weight, *
    from forecast where revenue_to_date > 0 and baseline_revenue > 0
    union all by name
    select 'money' as measure, (revenue - cost) - (baseline_revenue - baseline_cost) as value, *
    from forecast
)

select
    measure, object_id, "at", value, weight, entity, practice, service_line, client, project, project_manager, billing_type, currency
from share

-- grain: one row per project that is not cancelled: contract, baseline, last forecast, hours and what is open, in hundredths of its currency
-- `base_change` is how much more its margin is forecast than it began with, in the base currency
with
now as (select as_of from fact.span),

closed as (
    select thing_no, max(ts) as closed_at from fact.happened where type = 'project' and event_type = 'project_closed' group by thing_no
),

last_forecast as (
    select project_no, max(taken_at) as taken_at from fact.project_forecast, now where taken_at <= as_of group by project_no
),

forecast as (
    select project_no, taken_at, revenue, taken."cost", revenue_to_date, cost_to_date
    from fact.project_forecast as taken
    join last_forecast using (project_no, taken_at)
),

worked as (
    select entry.project_no, sum(entry.minutes) as minutes
    from fact.time_entry as entry
    left join fact.timecard as card using (card_no)
    where not coalesce(card.is_rejected, false)
    group by entry.project_no
),

booked as (
    select project_no, sum(minutes) as minutes from fact.assignment where withdrawn_at is null group by project_no
),

troubled as (select project, count(*) as exceptions from fact.exception where ended_at is null and project is not null group by project),

paid as (
    select billed.project_no, sum(payment.amount * billed.part) as received
    from fact.payment as payment
    join fact.invoice_project as billed using (invoice_no)
    group by billed.project_no
)

select
    project.thing_no, project.object_id, project.project, project.title, project.client, project.entity, project.practice,
    project.project_manager, project.billing_type, project.currency, project.starts_on, project.ends_on, closed.closed_at,
    contract.amount as contract_amount, project.baseline_revenue, project.baseline_cost, forecast.taken_at, forecast.revenue,
    forecast.cost, coalesce(worked.minutes, 0) as worked_minutes, booked.minutes as booked_minutes,
    coalesce(troubled.exceptions, 0) as exceptions, coalesce(paid.received, 0)::double as received,
    ((forecast.revenue - forecast.cost) - (project.baseline_revenue - project.baseline_cost))
        * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000 as base_change
from fact.project as project
left join closed on closed.thing_no = project.thing_no
left join fact.contract as contract on contract.thing_no = project.contract_no
left join forecast on forecast.project_no = project.thing_no
left join worked on worked.project_no = project.thing_no
left join booked on booked.project_no = project.thing_no
left join troubled on troubled.project = project.project
left join paid on paid.project_no = project.thing_no
left join fact.latest_rate as latest_rate on latest_rate.currency = project.currency
where project.cancelled_at is null and project.project is not null and ($closed_too or closed.closed_at is null) and {narrowed}
order by base_change nulls last, project.project

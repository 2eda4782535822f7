-- grain: one row per milestone of a project, and per billing event of none: its amount, where its invoice stands, and how long it took to be ready
with
now as (select as_of from fact.span),

event as (
    select * from fact.billing_event where project_no = $number and cancelled_at is null
)

select
    coalesce(milestone.object_id, event.object_id) as object_id, milestone.title, event.kind, event.period_start,
    coalesce(event.amount, milestone.amount)::double as amount, coalesce(event.currency, milestone.currency) as currency, milestone.planned_on,
    coalesce(milestone.accepted_at, milestone.reached_at) as reached_at, event.billable_at, event.ready_at, event.drafted_at, event.sent_at,
    invoice.settled_at, date_diff('second', event.billable_at, coalesce(event.ready_at, now.as_of)) / 86400::double as ready_days
from (select * from fact.milestone where project_no = $number) as milestone
full join event on event.milestone_no = milestone.thing_no
left join fact.invoice as invoice on invoice.thing_no = event.invoice_no
cross join now
order by coalesce(event.billable_at, milestone.reached_at, milestone.planned_on::timestamp) desc nulls last, object_id

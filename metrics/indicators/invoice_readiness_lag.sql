-- grain: one row per billing event that became billable; of the money that waits, one per billing event and month's end
-- title = "Invoice readiness lag"
-- question = "How long does billable work wait until nothing is missing to bill it?"
-- population = "Billing events not cancelled, placed by when they became billable"
-- owner = "Finance controller"
-- source = "Our definition; near APQC's time to generate complete and correct billing data"
-- needs = ["became_billable"]
-- rests_on = ["contract.po_number", "contract.rate_card", "contract.service_code", "contract.tax_code", "expense_finance_approved", "milestone_accepted", "timesheet_approved", "timesheet_corrected", "timesheet_rejected"]
-- [[measure]]
-- title = "Billable to billing ready"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- [[measure]]
-- name = "money_waiting"
-- title = "Money waiting to become ready"
-- aggregate = "sum"
-- unit = "money"
-- better = "lower"
-- stock = true
with
billable as (
    select
        event.object_id, event.billable_at, event.ready_at, event.cancelled_at, event.amount, event.currency, event.kind, event.entity,
        project.practice, project.service_line, project.client, project.project, project.project_manager, project.billing_type
    from fact.billing_event as event
    left join fact.project as project on project.thing_no = event.project_no
    where event.billable_at is not null
)

select
    'value' as measure, object_id, billable_at as starts_at, ready_at as ends_at, entity, practice, service_line, client, project,
    project_manager, billing_type, kind, currency
from billable where cancelled_at is null
union all by name
select
    'money_waiting' as measure, object_id, month_end.at as at, amount::double as value, entity, practice, service_line, client, project,
    project_manager, billing_type, kind, currency
from billable
join fact.month_end as month_end using (entity)
where
    billable_at <= month_end.at and coalesce(ready_at > month_end.at, true) and coalesce(cancelled_at > month_end.at, true)

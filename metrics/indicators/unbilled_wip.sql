-- grain: one row per month's end, measure, and part of a timesheet, line of expense or milestone that was on no sent invoice then
-- title = "Unbilled work in progress"
-- question = "What have we worked, spent or reached that is on no invoice yet, how old is it, and what of it leaks?"
-- population = "Billable time approved, billable expense approved by finance, milestones reached, on no invoice sent by the month's end"
-- owner = "Finance controller"
-- source = "Our definition; work in progress as in law and accounting practice (LeanLaw)"
-- needs = ["time_logged", "invoice_sent"]
-- rests_on = ["expense_finance_approved", "invoice_sent", "milestone_reached", "timesheet_approved", "timesheet_corrected", "timesheet_rejected"]
-- [[measure]]
-- title = "Unbilled work in progress"
-- aggregate = "sum"
-- unit = "money"
-- better = "lower"
-- stock = true
-- [[measure]]
-- name = "age_days"
-- title = "Age of unbilled work"
-- aggregate = "weighted"
-- unit = "days"
-- parts = "money"
-- better = "lower"
-- stock = true
-- [[measure]]
-- name = "leakage"
-- title = "Leakage: past the cut-off or above the cap"
-- aggregate = "sum"
-- unit = "money"
-- better = "lower"
-- stock = true
select
    'value' as measure, object_id, part, month_end as at, worth as value, null::double as weight, entity, practice, service_line, client,
    project, project_manager, billing_type, currency
from fact.unbilled
union all by name
select
    'age_days' as measure, object_id, part, month_end as at, age_days::double as value, worth as weight, entity, practice, service_line,
    client, project, project_manager, billing_type, currency
from fact.unbilled
union all by name
select
    'leakage' as measure, object_id, part, month_end as at, leakage as value, null::double as weight, entity, practice, service_line,
    client, project, project_manager, billing_type, currency
from fact.unbilled where leakage > 0

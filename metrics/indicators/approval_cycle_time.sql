-- grain: one row per asking for an approval (of an invoice one for each of its projects)
-- title = "Approval cycle time"
-- question = "How long does an approval take, each time it is asked for?"
-- population = "Every asking for an approval of a contract, budget, timesheet, expense report, purchase, supplier's invoice or invoice, decided either way or still open, placed by when it was asked; what was cancelled is left out"
-- owner = "Process owner"
-- source = "Tracework: asked → decided, a later stage from the decision of the one before"
-- rests_on = ["budget_approved", "budget_rejected", "budget_submitted", "contract_data_checked", "contract_data_rejected", "expense_finance_approved", "expense_manager_approved", "expense_rejected", "expense_submitted", "handoff_submitted", "invoice_rejected", "invoice_review_asked", "invoice_reviewed", "timesheet_approved", "timesheet_rejected", "timesheet_submitted"]
-- [[measure]]
-- title = "Approval cycle time"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
select
    'value' as measure, object_id, part, asked_at as starts_at, decided_at as ends_at, entity, practice, service_line, client, project,
    project_manager, billing_type, kind, approver_role
from fact.approval_project

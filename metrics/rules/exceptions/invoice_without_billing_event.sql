-- grain: one row per line of a sent invoice for a project that bills no billing event
-- title = "Invoice without a billing event"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Tracework: what is billed was billable before"
-- needs = ["became_billable"]
-- process = "milestone_billing"
select
    invoice.object_id, line.object_id as part, invoice.sent_at as raised_at, invoice.settled_at as ended_at, invoice.entity, line.project_no, line.amount as money, line.currency
from fact.invoice_line as line
join fact.invoice as invoice on invoice.thing_no = line.invoice_no
where
    invoice.sent_at is not null and line.project_no is not null and line.billing_event_no is null

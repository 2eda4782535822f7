-- grain: one row per dispute and project of its invoice
-- title = "Client disputes an invoice"
-- kind = "dispute"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Disputes as the CRM keeps them"
-- process = "milestone_billing"
select
    dispute.object_id, dispute.opened_at as raised_at, dispute.resolved_at as ended_at, invoice.entity, share.project_no,
    share.part as weight, dispute.amount * share.part as money, dispute.currency
from fact.dispute as dispute
join fact.invoice as invoice on invoice.thing_no = dispute.invoice_no
join fact.invoice_project as share on share.invoice_no = invoice.thing_no
where invoice.sent_at is not null

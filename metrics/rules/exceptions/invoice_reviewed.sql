-- grain: one row per invoice, and project that it bills, that was not reviewed in time
-- title = "Invoice reviewed late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Finance controller"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "milestone_billing"
-- waits = "service_level"
select
    invoice.object_id, invoice.review_asked_at as starts_at, invoice.reviewed_at as ends_at, invoice.entity, share.project_no,
    share.part as weight, share.amount as money, invoice.currency
from fact.invoice as invoice
join fact.invoice_project as share on share.invoice_no = invoice.thing_no
where invoice.review_asked_at is not null

-- grain: one row per billing event that was on no sent invoice in time
-- title = "Invoice sent late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Finance controller"
-- source = "The firm's service levels, [metrics.service_levels]"
-- needs = ["invoice_sent"]
-- process = "milestone_billing"
-- waits = "service_level"
select object_id, ready_at as starts_at, sent_at as ends_at, project_no, amount as money, currency
from fact.billing_event
where cancelled_at is null and ready_at is not null

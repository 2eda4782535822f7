-- grain: one row per billing event that was not ready in time
-- title = "Ready to bill late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Finance controller"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "milestone_billing"
-- waits = "service_level"
select object_id, billable_at as starts_at, ready_at as ends_at, project_no, amount as money, currency
from fact.billing_event
where cancelled_at is null and billable_at is not null

-- grain: one row per purchase that nobody approved in time
-- title = "Purchase approved late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Procurement"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "procurement"
-- waits = "service_level"
select object_id, requested_at as starts_at, approved_at as ends_at, entity, project_no, amount as money, currency
from fact.purchase_order

-- grain: one row per supplier's invoice that was not matched in time
-- title = "Supplier's invoice matched late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Procurement"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "procurement"
-- waits = "service_level"
select object_id, received_at as starts_at, matched_at as ends_at, entity, project_no, amount as money, currency
from fact.vendor_invoice

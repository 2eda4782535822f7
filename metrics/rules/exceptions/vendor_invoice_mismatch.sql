-- grain: one row per supplier's invoice that did not match its order
-- title = "Supplier's invoice does not match"
-- kind = "mismatch"
-- severity = "medium"
-- owner = "Procurement"
-- source = "Three-way match in procurement"
-- process = "procurement"
select object_id, mismatched_at as raised_at, matched_at as ended_at, entity, project_no, amount as money, currency
from fact.vendor_invoice
where mismatched_at is not null

-- grain: one row per purchase that was ordered before anybody approved it
-- title = "Purchase without approval"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Procurement"
-- source = "Tracework: approval before the order"
-- process = "procurement"
select object_id, ordered_at as raised_at, approved_at as ended_at, entity, project_no, amount as money, currency
from fact.purchase_order
where ordered_at is not null and (approved_at is null or approved_at > ordered_at)

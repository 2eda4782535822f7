-- grain: one row per expense report that finance had not approved in time
-- title = "Expenses approved late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Finance controller"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "expense_approval"
-- waits = "service_level"
select object_id, submitted_at as starts_at, finance_approved_at as ends_at, entity, project_no
from fact.expense_report
where submitted_at is not null

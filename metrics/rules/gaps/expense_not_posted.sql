-- grain: one row per expense report that finance has approved and the ERP does not have
-- title = "Expenses approved, not posted"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of expense system and ERP"
-- needs = ["expense_posted"]
-- compares = ["expense", "erp"]
select object_id, finance_approved_at as raised_at, posted_at as ended_at, entity, project_no, amount as money, currency
from fact.expense_report
where finance_approved_at is not null

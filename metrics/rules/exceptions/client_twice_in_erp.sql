-- grain: one row per client that stands twice in the ERP
-- title = "Client twice in the ERP"
-- kind = "conflicting_data"
-- severity = "medium"
-- owner = "Finance controller"
-- source = "Reconciliation of CRM and ERP"
-- process = "sales_to_project"
-- compares = ["crm", "erp"]
select object_id, since as raised_at, entity, client from fact.client_twice

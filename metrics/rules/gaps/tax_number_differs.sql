-- grain: one row per client whose tax number in the ERP is not that of the CRM
-- title = "Tax numbers differ"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of CRM and ERP"
-- needs = ["contract_signed", "client_validated"]
-- process = "sales_to_project"
-- compares = ["crm", "erp"]
select object_id, since as raised_at, entity, client from fact.client_tax_number

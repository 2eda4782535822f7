-- grain: one row per part of a timesheet of which the ERP has other hours than the PSA
-- title = "Hours differ"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of PSA and ERP"
-- needs = ["time_logged", "time_posted"]
-- process = "time_capture"
-- compares = ["psa", "erp"]
select object_id, part, posted_at as raised_at, entity, project_no, practice, money, currency from fact.timecard_difference

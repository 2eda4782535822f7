-- grain: one row per asking after the first for the same, and project of its thing
-- title = "Asked again"
-- kind = "rework"
-- severity = "medium"
-- owner = "Process owner"
-- source = "Approvals: rounds beyond the first"
select
    object_id, part, weight, asked_at as raised_at, entity, project_no, practice, client, billing_type, approver_role
from fact.approval_project
where round > 1

-- grain: one row per asking that was refused, and project of its thing
-- title = "Sent back"
-- kind = "rejection"
-- severity = "medium"
-- owner = "Process owner"
-- source = "Approvals: decided no"
select
    object_id, part, weight, decided_at as raised_at, entity, project_no, practice, client, billing_type, approver_role
from fact.approval_project
where not approved

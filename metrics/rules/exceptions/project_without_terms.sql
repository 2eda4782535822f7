-- grain: one row per project that began before the terms of its contract were all on file
-- title = "Project without contract terms"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Contract owner"
-- source = "Tracework: terms on file before the project begins"
-- process = "sales_to_project"
with
begun as (
    select thing_no, min(ts) as begun_at
    from fact.happened where event_type in ('project_created_in_erp', 'project_shell_created') and type = 'project'
    group by thing_no
)

select project.object_id, begun.begun_at as raised_at, contract.terms_at as ended_at, project.thing_no as project_no, contract.amount as money
from fact.project as project
join begun using (thing_no)
join fact.contract as contract on contract.thing_no = project.contract_no
where project.cancelled_at is null and (contract.terms_at is null or contract.terms_at > begun.begun_at)

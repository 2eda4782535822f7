-- grain: one row per project that only one of ERP and PSA has
-- title = "Project in one system"
-- kind = "missing_data"
-- severity = "medium"
-- owner = "Operations leader"
-- source = "Reconciliation of PSA and ERP"
-- needs = ["project_shell_created", "project_created_in_erp"]
-- compares = ["psa", "erp"]
with
made as (
    select
        thing_no, min(ts) filter (where event_type = 'project_created_in_erp') as erp_at,
        min(ts) filter (where event_type = 'project_shell_created') as psa_at
    from fact.happened where type = 'project' and event_type in ('project_created_in_erp', 'project_shell_created') group by thing_no
)

select
    project.object_id, least(made.erp_at, made.psa_at) as raised_at,
    case when made.erp_at is not null and made.psa_at is not null then greatest(made.erp_at, made.psa_at) end as ended_at,
    project.thing_no as project_no, 0 as money
from made
join fact.project as project using (thing_no)
where project.cancelled_at is null

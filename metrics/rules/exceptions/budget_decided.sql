-- grain: one row per project whose budget was not approved in time
-- title = "Budget approved late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Partner"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "sales_to_project"
-- waits = "service_level"
with
asked as (
    select thing_no, min(asked_at) as asked_at, min(decided_at) filter (where approved) as approved_at
    from fact.approval where kind = 'budget' group by thing_no
)

select project.object_id, asked.asked_at as starts_at, asked.approved_at as ends_at, project.thing_no as project_no
from asked
join fact.project as project using (thing_no)
where project.cancelled_at is null

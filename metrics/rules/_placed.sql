-- grain: one row per thing that a rule's statement {given} gives, with the slices of its project where it has none of its own
with
given as ({given}),

placed as (
    select
        given.object_id, coalesce(given.part, '') as part, given.raised_at, given.ended_at, given.starts_at, given.ends_at,
        coalesce(given.weight, 1) as weight, given.money, coalesce(given.currency, project.currency) as currency,
        coalesce(given.entity, project.entity) as entity, coalesce(given.region, entity.region) as region,
        coalesce(given.practice, project.practice) as practice, coalesce(given.service_line, project.service_line) as service_line,
        coalesce(given.client, project.client) as client, coalesce(given.project, project.project) as project,
        coalesce(given.project_manager, project.project_manager) as project_manager,
        coalesce(given.billing_type, project.billing_type) as billing_type, given.approver_role
    from given
    left join fact.project as project on project.thing_no = given.project_no
    left join fact.entity as entity on entity.entity = coalesce(given.entity, project.entity)
),

holding as (
    select *
    from placed
    where
        (len($entities::varchar[]) = 0 or list_contains($entities::varchar[], entity))
        and (len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region))
        and (len($clients::varchar[]) = 0 or list_contains($clients::varchar[], client))
),

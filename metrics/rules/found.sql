-- grain: one row per thing that a rule found, where the rule holds and its condition has come to hold
with
given as ({given}),

placed as (
    select given.* exclude (region), coalesce(given.region, entity.region) as region
    from given
    left join fact.entity as entity on entity.entity = given.entity
)

select
    $rule, $kind, object_id, coalesce(part, '') as part, raised_at, ended_at, coalesce(weight, 1) as weight, money, currency,
    entity, region, practice, service_line, client, project, project_manager, billing_type, approver_role
from placed, fact.span as span
where
    raised_at <= span.as_of
    and (len($entities::varchar[]) = 0 or list_contains($entities::varchar[], entity))
    and (len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region))
    and (len($clients::varchar[]) = 0 or list_contains($clients::varchar[], client))

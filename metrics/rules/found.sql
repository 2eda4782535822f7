-- grain: one row per thing that a rule found, whose condition has come to hold; goes on from _placed.sql
found as (select holding.* from holding, fact.span as span where raised_at <= span.as_of)

select
    $rule, $kind, object_id, part, raised_at, ended_at, weight, money, currency, entity, region, practice, service_line, client,
    project, project_manager, billing_type, approver_role
from found

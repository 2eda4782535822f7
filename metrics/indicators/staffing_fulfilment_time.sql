-- grain: one row per request for somebody and measure
-- title = "Staffing fulfilment time"
-- question = "How long does it take until somebody is booked for what was asked?"
-- population = "Requests not withdrawn, placed by when they were made; for the fill rate by the day on which somebody is wanted"
-- owner = "Resource manager"
-- source = "Tracework: requested → booked hours reach those requested. The objects are those of Certinia (resource request, assignment)"
-- rests_on = []
-- [[measure]]
-- title = "Staffing fulfilment time"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- [[measure]]
-- name = "fill_rate"
-- title = "Filled by the wanted day"
-- aggregate = "ratio"
-- unit = "share"
-- better = "higher"
with
request as (
    select
        request.object_id, request.requested_at, filled.booked_at, project.entity, project.practice, project.service_line, project.client,
        project.project, project.project_manager, project.billing_type,
        timezone('UTC', timezone(coalesce(entity.zone, 'UTC'), request.wanted_on::timestamp)) as wanted_at,
        timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', filled.booked_at))::date <= request.wanted_on as in_time
    from fact.resource_request as request
    left join fact.request_booked as filled on filled.request_no = request.thing_no
    left join fact.project as project on project.thing_no = request.project_no
    left join fact.entity as entity on entity.entity = project.entity
    where request.withdrawn_at is null
)

select 'value' as measure, * exclude (requested_at, booked_at, wanted_at, in_time), requested_at as starts_at, booked_at as ends_at
from request
union all by name
select
    'fill_rate' as measure, * exclude (requested_at, booked_at, wanted_at, in_time), wanted_at as at,
    case when in_time then 1 else 0 end as numerator, 1 as denominator
from request
where wanted_at is not null

-- grain: one row per entity's month that was not closed in time
-- title = "Month closed late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Group controller"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "period_close"
-- waits = "service_level"
with
step as (
    select
        thing_no, min(ts) filter (where event_type = 'period_ended') as ended_at,
        min(ts) filter (where event_type = 'period_closed') as closed_at
    from fact.happened where type = 'period_close' and event_type in ('period_ended', 'period_closed') group by thing_no
),

of_entity as (select thing_no, any_value(value) as entity from fact.said where name = 'entity' and last group by thing_no)

select close.object_id, step.ended_at as starts_at, step.closed_at as ends_at, of_entity.entity
from step
join fact.thing as close using (thing_no)
left join of_entity using (thing_no)

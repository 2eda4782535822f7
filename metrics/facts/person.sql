-- grain: one row per person, as last known
-- `cost_rate` is what an hour costs in `cost_currency`; `keeps_time`: as a system tells it, else whoever has a timesheet
-- needs: thing, said, entity, related
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'name') as person,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(value) filter (where name = 'practice') as practice,
        any_value(value) filter (where name = 'grade') as grade,
        any_value(value) filter (where name = 'role') as role,
        any_value(value) filter (where name = 'skills') as skills,
        bool_or(value = 'true') filter (where name = 'subcontractor') as is_subcontractor,
        any_value(value) filter (where name = 'cost_currency') as cost_currency,
        bool_or(value = 'true') filter (where name = 'keeps_time') as keeps_time,
        any_value(round(try_cast(value as double) * 60)) filter (where name = 'weekly_hours') as weekly_minutes,
        any_value(round(try_cast(value as double) * 100)::bigint) filter (where name = 'cost_rate') as cost_rate,
        coalesce(
            any_value(try_cast(value as date)) filter (where name = 'hired_on'),
            any_value(try_cast(value as date)) filter (where name = 'starts_on')
        ) as first_day,
        any_value(try_cast(value as date)) filter (where name = 'left_on') as last_day
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'resource')
    group by thing_no
),

writer as (select distinct to_no as thing_no from fact.related where from_type = 'timesheet' and qualifier = 'of' and to_type = 'resource')

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no, is_subcontractor, keeps_time, cost_currency),
    coalesce(known.is_subcontractor, false) as is_subcontractor,
    coalesce(known.keeps_time, writer.thing_no is not null) as keeps_time,
    coalesce(known.cost_currency, entity.currency) as cost_currency, entity.region
from fact.thing as thing
left join known using (thing_no)
left join writer using (thing_no)
left join fact.entity as entity on entity.entity = known.entity
where thing.type = 'resource'

-- grain: one row per person, as last known
-- needs: thing, said, entity
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
        any_value(round(try_cast(value as double) * 60)) filter (where name = 'weekly_hours') as weekly_minutes,
        coalesce(
            any_value(try_cast(value as date)) filter (where name = 'hired_on'),
            any_value(try_cast(value as date)) filter (where name = 'starts_on')
        ) as first_day,
        any_value(try_cast(value as date)) filter (where name = 'left_on') as last_day
    from fact.said where last group by thing_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no, is_subcontractor),
    coalesce(known.is_subcontractor, false) as is_subcontractor, entity.region
from fact.thing as thing
left join known using (thing_no)
left join fact.entity as entity on entity.entity = known.entity
where thing.type = 'resource'

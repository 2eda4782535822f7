-- grain: one row per forecast of an entity's month, as taken on a day
-- needs: thing, said, happened
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(try_strptime(value, '%Y-%m')::date) filter (where name = 'month') as month,
        any_value(round(try_cast(value as double) * 100)::bigint) filter (where name = 'revenue') as revenue,
        any_value(round(try_cast(value as double) * 100)::bigint) filter (where name = 'margin') as margin,
        any_value(try_cast(value as double)) filter (where name = 'utilization') as utilization,
        any_value(value) filter (where name = 'currency') as currency
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'forecast')
    group by thing_no
),

taken as (
    select thing_no, min(ts) as taken_at from fact.happened where event_type = 'forecast_taken' and type = 'forecast' group by thing_no
)

select thing.thing_no, thing.object_id, known.* exclude (thing_no), coalesce(taken.taken_at, thing.since) as taken_at
from fact.thing as thing
left join known using (thing_no)
left join taken using (thing_no)
where thing.type = 'forecast' and thing.deleted_at is null

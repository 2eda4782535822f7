-- grain: one row per month-end close and step of it that was done, with its local day and the how-manieth working day after the month's end that is
-- a close that was opened again is not closed until it is closed again
with
done as (
    select
        thing_no, event_type as step, max(ts) as done_at
    from fact.happened
    where type = 'period_close' and list_contains($steps::varchar[], event_type)
    group by thing_no, event_type
),

reopened as (
    select thing_no, max(ts) as reopened_at from fact.happened
    where type = 'period_close' and event_type = 'period_reopened'
    group by thing_no
),

placed as (
    select
        thing.object_id, share.entity, share.day as ended_on, done.step,
        timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', done.done_at))::date as done_on
    from done
    join fact.thing as thing on thing.thing_no = done.thing_no
    join indicator.month_end_close_effort as share on share.object_id = thing.object_id and share.measure = 'value'
    left join fact.entity as entity on entity.entity = share.entity
    left join reopened on reopened.thing_no = done.thing_no
    where
        (done.step <> 'period_closed' or reopened.reopened_at is null or done.done_at > reopened.reopened_at)
        and {narrowed}
)

select
    placed.object_id, placed.step, placed.done_on,
    case when count(calendar.day) > 0 then count(calendar.day) filter (where calendar.minutes > 0) end as working_day
from placed
left join fact.entity_day as calendar
    on calendar.entity = placed.entity and calendar.day > placed.ended_on and calendar.day <= placed.done_on
group by all
order by placed.object_id, placed.done_on, placed.step

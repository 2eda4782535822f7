-- grain: one row per month-end close and measure
-- title = "Month-end close effort"
-- question = "How long does the close of a month take, and how much is done by hand for it?"
-- population = "Month-end closes of months that have ended, placed by the end of the month"
-- owner = "Finance controller"
-- source = "After APQC and CFO.com, cycle time of the monthly close; by hand and until closed for the last time by our definition"
-- rests_on = ["period_closed"]
-- [[measure]]
-- title = "Month end to closed"
-- aggregate = "km"
-- unit = "business_days"
-- better = "lower"
-- [[measure]]
-- name = "touches"
-- title = "Touches"
-- aggregate = "sum"
-- unit = "count"
-- better = "lower"
-- [[measure]]
-- name = "manual_journals"
-- title = "Manual journals"
-- aggregate = "sum"
-- unit = "count"
-- better = "lower"
-- [[measure]]
-- name = "reconciling_items"
-- title = "Reconciling items"
-- aggregate = "sum"
-- unit = "count"
-- better = "lower"
-- [[measure]]
-- name = "reopenings"
-- title = "Reopenings"
-- aggregate = "sum"
-- unit = "count"
-- better = "lower"
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(try_cast(value || '-01' as date)) filter (where name = 'month') as month
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'period_close')
    group by thing_no
),

posted as (
    select distinct related.to_no as thing_no, related.from_no as journal_no, coalesce(said.value = 'true', false) as by_hand
    from fact.related as related
    left join fact.said as said on said.thing_no = related.from_no and said.name = 'manual' and said.last
    where related.from_type = 'journal' and related.to_type = 'period_close' and related.qualifier = 'in'
),

journal as (
    select thing_no, count(*) as journals, count(*) filter (where by_hand) as manual_journals from posted group by thing_no
),

-- the end of the month is one touch, by rule; journals are counted of their own
step as (
    select
        thing_no,
        count(distinct event_no) filter (where event_type not in ('period_ended', 'journal_posted')) as steps,
        max(ts) filter (where event_type = 'period_closed') as closed_at,
        max(ts) filter (where event_type = 'period_reopened') as reopened_at,
        count(distinct event_no) filter (where event_type = 'period_reopened') as reopenings,
        count(distinct event_no) filter (where event_type = 'reconciling_item_found') as reconciling_items
    from fact.happened where type = 'period_close' group by thing_no
),

close as (
    select
        thing.object_id, known.entity, entity.currency,
        timezone('UTC', timezone(coalesce(entity.zone, 'UTC'), (known.month + interval 1 month)::timestamp)) - interval 1 microsecond
            as ended_at,
        case when step.reopened_at is null or step.closed_at > step.reopened_at then step.closed_at end as closed_at,
        1 + coalesce(step.steps, 0) + coalesce(journal.journals, 0) as touches,
        coalesce(journal.manual_journals, 0) as manual_journals, coalesce(step.reconciling_items, 0) as reconciling_items,
        coalesce(step.reopenings, 0) as reopenings
    from fact.thing as thing
    join known using (thing_no)
    left join fact.entity as entity on entity.entity = known.entity
    left join step using (thing_no)
    left join journal using (thing_no)
    where known.month is not null and thing.deleted_at is null
)

select 'value' as measure, object_id, entity, currency, ended_at as starts_at, closed_at as ends_at from close
union all by name
select measure, object_id, entity, currency, ended_at as at, value::double as value
from (
    unpivot (select object_id, entity, currency, ended_at, touches, manual_journals, reconciling_items, reopenings from close)
    on touches, manual_journals, reconciling_items, reopenings into name measure value value
)

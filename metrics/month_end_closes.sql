-- grain: one row per month-end close of a month that has ended, with the shares of `month_end_close_effort` and what of it is open
with
share as (
    select
        object_id, any_value(entity) as entity, max(day) as ended_on, max("at") as ended_at,
        max(value) filter (where measure = 'value') as business_days, max(elapsed) filter (where measure = 'value') as elapsed_us,
        bool_or(is_open) filter (where measure = 'value') as is_open,
        max(value) filter (where measure = 'touches') as touches, max(value) filter (where measure = 'manual_journals') as manual_journals,
        max(value) filter (where measure = 'reconciling_items') as reconciling_items,
        max(value) filter (where measure = 'reopenings') as reopenings
    from indicator.month_end_close_effort as share
    where {narrowed}
    group by object_id
),

item as (
    select
        thing_no, count(distinct event_no) filter (where event_type = 'reconciling_item_found')
        - count(distinct event_no) filter (where event_type = 'reconciling_item_cleared') as open_items
    from fact.happened
    where type = 'period_close' and event_type in ('reconciling_item_found', 'reconciling_item_cleared')
    group by thing_no
)

select share.*, coalesce(item.open_items, 0) as open_items
from share
join fact.thing as thing on thing.object_id = share.object_id and thing.type = 'period_close'
left join item on item.thing_no = thing.thing_no
order by share.ended_on, share.entity, share.object_id

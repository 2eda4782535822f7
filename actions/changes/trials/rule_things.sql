-- grain: one row per thing (object and part) and definition by which a rule finds it, with the month of the first time and its money in the base currency's hundredths
-- `alone`: the other definition does not find it
create or replace temp table tried_thing as
with
found as (
    select 'now' as definition, * from found_now
    union all
    select 'then', * from found_then
),

priced as (
    select
        found.*,
        money * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000 as base_money
    from found
    left join fact.latest_rate as latest_rate using (currency)
),

thing as (
    select
        definition, object_id, part, arg_max(entity, coalesce(base_money, 0)) as entity, min(raised_at) as raised_at,
        sum(base_money) as money
    from priced
    group by definition, object_id, part
)

select
    thing.definition, thing.object_id, thing.part, thing.entity, thing.money, thing.raised_at,
    date_trunc('month', thing.raised_at)::date as month, count(*) over (partition by object_id, part) = 1 as alone
from thing;

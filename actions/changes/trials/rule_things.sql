-- grain: one row per thing (object and part) and definition by which a rule finds it, with the month of the first time and its money in the base currency's hundredths
-- `alone`: the other definition does not find it
create or replace temp table tried_thing as
with
worth as (
    select rate.currency, arg_max(rate.worth, rate.day) as worth
    from fact.exchange_rate as rate, fact.span as span
    where rate.day <= span.as_of::date
    group by rate.currency
),

found as (
    select 'now' as definition, * from found_now
    union all
    select 'then', * from found_then
),

priced as (
    select
        found.*,
        money * coalesce(worth.worth, (select case when count(*) = 0 then 10000 end from fact.exchange_rate)) / 10000 as base_money
    from found
    left join worth using (currency)
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

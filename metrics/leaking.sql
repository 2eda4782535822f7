-- grain: one row per kind of billable item: how many leak at the last month's end, and what they are worth in the base currency's hundredths
-- at the rate of that month's end, as unbilled work is told, so that both say the same of it
with
last_end as (select entity, max(month_end) as month_end from fact.unbilled group by entity),

-- where no rates are told, all money is of one currency
none_told as (select case when count(*) = 0 then 10000 end as worth from fact.exchange_rate),

day as (select distinct currency, unbilled.day from fact.unbilled as unbilled join last_end using (entity, month_end)),

worth as (
    select day.currency, day.day, coalesce(rate.worth, none_told.worth) as worth
    from day
    cross join none_told
    asof left join fact.exchange_rate as rate on rate.currency = day.currency and rate.day <= day.day
)

select
    unbilled.kind, count(*) as items,
    -- in one order, so that it is the same to the last digit whatever thread comes first
    sum(unbilled.leakage * worth.worth / 10000 order by unbilled.object_id, unbilled.part) as money
from fact.unbilled as unbilled
join last_end using (entity, month_end)
left join worth on worth.currency = unbilled.currency and worth.day = unbilled.day
where unbilled.leakage > 0 and {narrowed}
group by unbilled.kind

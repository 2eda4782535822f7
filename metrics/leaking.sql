-- grain: one row per kind of billable item: how many leak at the last month's end, and what they are worth in the base currency's hundredths
with
last_end as (select entity, max(month_end) as month_end from fact.unbilled group by entity),

worth as (select currency, arg_max(worth, exchange_rate.day) as worth from fact.exchange_rate as exchange_rate, fact.span where day <= as_of::date group by currency)

select
    unbilled.kind, count(*) as items,
    -- in one order, so that it is the same to the last digit whatever thread comes first
    sum(
        unbilled.leakage * coalesce(worth.worth, (select case when count(*) = 0 then 10000 end from fact.exchange_rate)) / 10000
        order by unbilled.object_id, unbilled.part
    ) as money
from fact.unbilled as unbilled
join last_end using (entity, month_end)
left join worth using (currency)
where unbilled.leakage > 0 and {narrowed}
group by unbilled.kind

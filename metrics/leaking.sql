-- grain: one row per kind of billable item: how many leak at the last month's end, and what they are worth in the base currency's hundredths
with
last_end as (select entity, max(month_end) as month_end from fact.unbilled group by entity)

select
    unbilled.kind, count(*) as items,
    -- in one order, so that it is the same to the last digit whatever thread comes first
    sum(
        unbilled.leakage * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000
        order by unbilled.object_id, unbilled.part
    ) as money
from fact.unbilled as unbilled
join last_end using (entity, month_end)
left join fact.latest_rate as latest_rate using (currency)
where unbilled.leakage > 0 and {narrowed}
group by unbilled.kind

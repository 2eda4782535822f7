-- grain: one row per record that {table} holds open now, and project of it, with its money in the base currency's hundredths and since when it stands
with
standing as (
    select
        gap.*, span.as_of,
        gap.money * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000 as base_money
    from fact.{table} as gap
    cross join fact.span as span
    left join fact.latest_rate as latest_rate using (currency)
    where gap.raised_at <= span.as_of and (gap.ended_at is null or gap.ended_at > span.as_of) and {narrowed}
)

select rule, object_id, part, raised_at, weight, money, currency, base_money, entity, practice, client, project, project_manager,
    date_diff('day', raised_at, as_of) as age_days
from standing
order by base_money desc nulls last, raised_at, object_id, part

-- grain: one row per record that {table} holds open now, and project of it, with its money in the base currency's hundredths and since when it stands
with
worth as (
    select rate.currency, arg_max(rate.worth, rate.day) as worth
    from fact.exchange_rate as rate, fact.span as span
    where rate.day <= span.as_of::date
    group by rate.currency
),

standing as (
    select
        gap.*, span.as_of,
        gap.money * coalesce(worth.worth, (select case when count(*) = 0 then 10000 end from fact.exchange_rate)) / 10000 as base_money
    from fact.{table} as gap
    cross join fact.span as span
    left join worth using (currency)
    where gap.raised_at <= span.as_of and (gap.ended_at is null or gap.ended_at > span.as_of) and {narrowed}
)

select rule, object_id, part, raised_at, weight, money, currency, base_money, entity, practice, client, project, project_manager,
    date_diff('day', raised_at, as_of) as age_days
from standing
order by base_money desc nulls last, raised_at, object_id, part

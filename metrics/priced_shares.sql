-- grain: one row per share of `timed`, with what its currency is worth on its day
select timed.*, rate.worth
from timed
left join (
    -- a rate for every day until the next one: joining many shares by equality spares sorting them
    select currency, unnest(generate_series(day, until, interval 1 day))::date as day, worth
    from (
        select
            rate.currency, rate.day, rate.worth,
            coalesce(lead(rate.day) over (partition by rate.currency order by rate.day) - 1, greatest(rate.day, span.last_day)) as until
        from fact.exchange_rate as rate
        cross join fact.span as span
    )
) as rate
    on rate.currency = timed.currency and rate.day = timed.day

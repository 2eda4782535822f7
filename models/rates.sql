-- grain: one row per currency with a rate, with what a unit of it is worth in the base currency on the day
select currency, arg_max(worth, day) / 10000.0 as worth
from fact.exchange_rate
where day <= $day
group by currency
order by currency

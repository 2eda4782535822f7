-- grain: one row per currency: what it is worth at the moment up to which the log goes, in ten thousandths of the base currency's unit
-- where no rates are told all money is of one currency, and one row without a currency says so
-- needs: exchange_rate, span
select rate.currency, arg_max(rate.worth, rate.day) as worth
from fact.exchange_rate as rate
cross join fact.span as span
where rate.day <= span.as_of::date
group by rate.currency
union all
select null, 10000 where not exists (select 1 from fact.exchange_rate)

-- grain: one row per bucket of time: the last month in it, and in the period if there is one, whose end has passed
select max(month)::date as latest
from {place}fact.month_end
where $first::date is null or last_day(month) between $first and $last
group by date_trunc('{bucket}', month)

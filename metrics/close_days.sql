-- grain: one row per entity and day after a month's end, within so many days: whether it is worked there, and what holiday it is
select entity, day, minutes > 0 as is_worked, holiday
from fact.entity_day
where day > $ended_on::date and day <= $ended_on::date + $most::integer
order by entity, day

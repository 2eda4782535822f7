-- grain: one row per thing and rule that had been raised by the moment, with when the first of its records was and the last ended
select rule, min(raised_at) as raised_at, case when bool_and(ended_at is not null) then max(ended_at) end as ended_at
from fact.exception
where raised_at <= $moment and list_contains($rules::varchar[], rule)
group by rule, object_id
order by rule, object_id

-- grain: one row per variant of {usual}, the commonest first, until they have $events events; activities are numbered by name
select activities, cases
from (
    select
        activities, cases,
        sum(length) over (order by cases desc, activities rows unbounded preceding) - length as events_before
    from {usual}
)
where events_before <= $events

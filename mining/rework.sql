-- grain: one row per activity that any chosen case repeats, and one with no activity for all cases that repeat any
with
-- all but the first time in a case
again as (
    select variant_no, cases, unnest(list_filter(activities, lambda a, i: list_position(activities, a) < i)) as activity_no
    from chosen_variant
),

repeated as (
    select variant_no, activity_no, any_value(cases) as cases, count(*) as times
    from again
    group by variant_no, activity_no
),

event as (
    {events}
)

select
    repeated.activity_no::integer as activity_no,
    any_value(event.events) - sum(repeated.times * repeated.cases)::bigint as cases,
    sum(repeated.cases)::bigint as repeating_cases,
    any_value(event.events)::bigint as events,
    sum(repeated.times * repeated.cases)::bigint as extra
from repeated
join event using (activity_no)
group by repeated.activity_no
union all
select null, null, coalesce(sum(cases), 0)::bigint, null, null
from (select variant_no, any_value(cases) as cases from repeated group by variant_no)
order by extra desc nulls last, activity_no

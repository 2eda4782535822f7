-- grain: one row per activity that any chosen case repeats, and one with no activity for the cases that repeat any
with
repeating as materialized (
    select variant_no, cases, again
    from (
        select variant_no, cases, list_filter(activities, lambda a, i: list_position(activities, a) < i) as again
        from chosen_variant
    )
    where len(again) > 0
),

event as (
    select activity_no, sum(cases)::bigint as events
    from (select cases, unnest(activities) as activity_no from chosen_variant)
    group by activity_no
),

repeat as (
    select activity_no, sum(cases)::bigint as extra
    from (select cases, unnest(again) as activity_no from repeating)
    group by activity_no
),

repeating_case as (
    select activity_no, sum(cases)::bigint as cases
    from (select cases, unnest(list_distinct(again)) as activity_no from repeating)
    group by activity_no
),

self_loop as (
    select edge.from_no as activity_no, sum(edge.times * variant.cases)::bigint as times
    from chosen_edge as edge
    join chosen_variant as variant using (variant_no)
    where edge.from_no = edge.to_no
    group by edge.from_no
)

select
    activity_no::integer as activity_no,
    event.events - repeat.extra as cases,
    repeating_case.cases as repeating_cases,
    event.events,
    repeat.extra,
    coalesce(self_loop.times, 0) as at_once
from repeat
join event using (activity_no)
join repeating_case using (activity_no)
left join self_loop using (activity_no)
union all
select null, coalesce(sum(cases), 0)::bigint, null, null, null, null from repeating
order by extra desc nulls last, activity_no

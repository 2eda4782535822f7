-- grain: one row per activity that any chosen case repeats
with
activity_of_variant as (
    select variant_no, any_value(cases) as cases, activity_no, count(*) as times
    from (select variant_no, cases, unnest(activities)::integer as activity_no from chosen_variant)
    group by variant_no, activity_no
),

self_loop as (
    select edge.from_no::integer as activity_no, sum(edge.times * variant.cases)::bigint as times
    from chosen_edge as edge
    join chosen_variant as variant using (variant_no)
    where edge.from_no = edge.to_no
    group by 1
)

select
    counted.activity_no,
    sum(counted.cases)::bigint as cases,
    sum(counted.cases) filter (where counted.times > 1)::bigint as repeating_cases,
    sum(counted.times * counted.cases)::bigint as events,
    sum((counted.times - 1) * counted.cases)::bigint as extra,
    coalesce(any_value(self_loop.times), 0)::bigint as at_once
from activity_of_variant as counted
left join self_loop using (activity_no)
group by counted.activity_no
having sum(counted.times - 1) > 0
order by extra desc, counted.activity_no

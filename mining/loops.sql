-- grain: one row per pair of different activities where the first comes again right after the second
with
step_of_variant as (
    select variant_no, cases, unnest(activities)::integer as activity_no, generate_subscripts(activities, 1) as place
    from chosen_variant
    where len(list_distinct(activities)) < length
),

linked as (
    select
        variant_no, cases, activity_no as first_no,
        lead(activity_no, 1) over later as second_no,
        lead(activity_no, 2) over later as third_no
    from step_of_variant
    window later as (partition by variant_no order by place)
),

loop_of_variant as (
    select variant_no, any_value(cases) as cases, first_no, second_no, count(*) as times
    from linked
    where first_no = third_no and first_no <> second_no
    group by variant_no, first_no, second_no
)

select first_no, second_no, sum(times * cases)::bigint as times, sum(cases)::bigint as cases
from loop_of_variant
group by first_no, second_no
order by times desc, first_no, second_no

-- grain: one row per pair of activities where the first comes again right after the second, or right after itself (both are the same)
-- a variant's activities come out of its list together and in order, so the next rows are the next activities
with
linked as (
    select
        variant_no,
        cases,
        activity_no as first_no,
        lead(activity_no) over () as second_no,
        lead(activity_no, 2) over () as third_no,
        lead(variant_no) over () = variant_no as goes_on,
        lead(variant_no, 2) over () = variant_no as goes_further
    from (select variant_no, cases, unnest(activities)::integer as activity_no from chosen_variant)
),

loop_of_variant as (
    select variant_no, any_value(cases) as cases, first_no, second_no, count(*) as times
    from linked
    where goes_on and (first_no = second_no or (goes_further and first_no = third_no))
    group by variant_no, first_no, second_no
)

select first_no, second_no, sum(times * cases)::bigint as times, sum(cases)::bigint as cases
from loop_of_variant
group by first_no, second_no
order by times desc, first_no, second_no

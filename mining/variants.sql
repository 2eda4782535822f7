-- grain: one row per variant among the commonest: its activities, cases, events, and how long its cases take
with
top as (
    select variant_no, activities, cases, events
    from chosen_variant
    order by cases desc, variant_no
    limit $top
),

taken as (
    select
        variant_no,
        quantile_cont(duration_us, [0.5, 0.9]) as quantiles_us,
        quantile_cont(business_us, 0.5) as business_median_us
    from chosen_case
    where variant_no in (select variant_no from top)
    group by variant_no
)

select
    variant_no,
    activities::integer[] as activities,
    cases,
    events,
    quantiles_us,
    business_median_us
from top
join taken using (variant_no)
order by cases desc, variant_no

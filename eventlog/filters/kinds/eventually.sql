-- grain: one row per case and pair of a first activity and the next second one after it, whose time between is inside the bounds
select case_no
from (
    select
        case_no, activity_no,
        first_value(case when activity_no = {second} then reached_us end ignore nulls) over later - reached_us - spent_us as between_us
    from (
        select
            case_no, seq, activity_no,
            coalesce(sum({wait} + {busy}) over before, 0) as reached_us,
            {busy} as spent_us
        from step
        where case_no in (select case_no from "case" where variant_no in ({variants}))
        window before as (partition by case_no order by seq rows between unbounded preceding and 1 preceding)
    )
    where activity_no in ({first}, {second})
    window later as (partition by case_no order by seq rows between 1 following and unbounded following)
)
where activity_no = {first} and {inside}

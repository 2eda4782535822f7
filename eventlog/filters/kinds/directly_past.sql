-- grain: one row per case and move from the first to the second activity, the skipped ones left out, whose time between is inside the bounds
select case_no
from (
    select
        case_no, activity_no,
        lead(activity_no) over (partition by case_no order by seq) as following_no,
        lead(reached_us) over (partition by case_no order by seq) - reached_us - spent_us as between_us
    from (
        select
            case_no, seq, activity_no,
            coalesce(sum({wait} + {busy}) over before, 0) as reached_us,
            {busy} as spent_us
        from step
        where case_no in (select case_no from "case" where variant_no in ({variants}))
        window before as (partition by case_no order by seq rows between unbounded preceding and 1 preceding)
    )
    where not list_contains({skipped}, activity_no::integer)
)
where activity_no = {first} and following_no = {second} and {inside}

-- grain: one row per place where work waits: what came before ({after}), what or who is waited for ({before}), the waits in microseconds
with
handoff as (
    select activity_no::integer as activity_no, next_activity_no::integer as next_activity_no, source_no, wait_us, {business} as business_wait_us {following}
    from chosen_step
),

wait as (
    select {after} as after_no, {before} as before_no, wait_us, business_wait_us
    from handoff
    where next_activity_no is not null
),

place as (
    select
        after_no, before_no,
        count(*) as count,
        quantile_cont(wait_us, [0.5, 0.95]) as quantiles_us,
        sum(wait_us) as total_us,
        count(business_wait_us) as business_count,
        quantile_cont(business_wait_us, [0.5, 0.95]) as business_quantiles_us,
        sum(business_wait_us) as business_total_us
    from wait
    where {only}
    group by after_no, before_no
)

select
    after_no, before_no, count,
    coalesce({ranked} / nullif((select sum({ranked_wait}) from wait), 0), 0)::double as share,
    quantiles_us, total_us, business_count, business_quantiles_us, business_total_us
from place
order by {ranked} desc nulls last, count desc, after_no nulls first, before_no nulls first
limit $top

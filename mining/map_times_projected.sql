-- grain: one row per move between shown activities: mean, median and 95th percentile, and total of its waits, in microseconds
with
shown as (select unnest($shown::integer[]) as activity_no),

direct as (
    select activity_no::integer as from_no, next_activity_no::integer as to_no, wait_us, {business} as business_wait_us
    from chosen_step
    where activity_no in (select activity_no from shown) and next_activity_no in (select activity_no from shown)
),

-- a hidden stretch and the shown step before it: few rows, so only these are sorted
around_hidden as (
    select
        case_no, seq, activity_no, next_activity_no, busy_us, wait_us, {business} as business_wait_us,
        activity_no in (select activity_no from shown) as opens
    from chosen_step
    where
        activity_no not in (select activity_no from shown)
        or (next_activity_no is not null and next_activity_no not in (select activity_no from shown))
),

stretch as (
    select *, sum(opens::integer) over (partition by case_no order by seq) as number
    from around_hidden
),

jump as (
    select
        max(activity_no::integer) filter (where opens) as from_no,
        max(next_activity_no::integer) filter (where next_activity_no in (select activity_no from shown)) as to_no,
        (sum(wait_us) + coalesce(sum(busy_us) filter (where not opens), 0))::bigint as wait_us,
        sum(business_wait_us)::bigint as business_wait_us
    from stretch
    where number > 0
    group by case_no, number
),

move as (
    select from_no, to_no, wait_us, business_wait_us from direct
    union all
    select from_no, to_no, wait_us, business_wait_us from jump where to_no is not null
)

select
    from_no,
    to_no,
    avg(wait_us) as mean_us,
    quantile_cont(wait_us, [0.5, 0.95]) as quantiles_us,
    sum(wait_us) as total_us,
    avg(business_wait_us) as business_mean_us,
    quantile_cont(business_wait_us, [0.5, 0.95]) as business_quantiles_us,
    sum(business_wait_us) as business_total_us
from move
group by from_no, to_no

-- grain: one row per move between activities: mean, median and 95th percentile, and total of its waits, in microseconds
select
    activity_no::integer as from_no,
    next_activity_no::integer as to_no,
    avg(wait_us) as mean_us,
    quantile_cont(wait_us, [0.5, 0.95]) as quantiles_us,
    sum(wait_us) as total_us,
    avg({business}) as business_mean_us,
    quantile_cont({business}, [0.5, 0.95]) as business_quantiles_us,
    sum({business}) as business_total_us
from chosen_step
where next_activity_no is not null
group by from_no, to_no

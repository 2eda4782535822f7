-- grain: one row for a process: its cases, steps and variants, and the median time of a case in microseconds, by the wall clock and by working time
select
    count(*) as cases, coalesce(sum(n), 0)::bigint as steps, count(distinct variant_no) as variants,
    median(duration_us) as duration_us, median(business_us) as business_us
from "case"

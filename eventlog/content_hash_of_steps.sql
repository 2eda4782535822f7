-- grain: one row: a sum of hashes over the steps of a process by their natural keys
select
    count(*) as rows,
    coalesce(sum(hash(kase.object_id, step.seq, activity.name, step.ts, step.wait_us, step.business_wait_us)), 0)::varchar as code
from {process}.step as step
join {process}."case" as kase using (case_no)
join {process}.activity as activity using (activity_no)
{cases}

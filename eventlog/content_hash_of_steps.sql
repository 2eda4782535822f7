-- grain: one row: a sum of hashes over the steps of a process by their natural keys
select
    'steps' as part,
    count(*) as rows,
    sum(
        md5_number_lower(
            concat_ws(
                chr(31), kase.object_id, step.seq, activity.name, step.ts,
                coalesce(step.wait_us, -1), coalesce(step.business_wait_us, -1)
            )
        )
    )::varchar as code
from {process}.step as step
join {process}."case" as kase using (case_no)
join {process}.activity as activity using (activity_no)

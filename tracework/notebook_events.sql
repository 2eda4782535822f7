-- grain: one row per event of the chosen cases, in the order in which they happened in their case
select
    chosen_case.object_id as "case",
    activity.name as activity,
    make_timestamp(step.ts) as time,
    resource.name as resource,
    coalesce(source.system, source.name) as system,
    step.wait_us / 1e6 as wait_s,
    step.business_wait_us / 1e6 as business_wait_s
from chosen_step as step
join chosen_case using (case_no)
join activity on activity.activity_no = step.activity_no
join source on source.source_no = step.source_no
left join resource on resource.resource_no = step.resource_no
order by step.case_no, step.seq

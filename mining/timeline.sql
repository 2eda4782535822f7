-- grain: one row per step of one case, with the record it was read from
select
    step.event_no,
    step.activity_no,
    step.ts,
    step.busy_us,
    step.wait_us,
    step.business_wait_us,
    resource.name as resource,
    coalesce(source.system, source.name) as system,
    source.name as source,
    landed_run.run,
    event.row,
    event.key
from chosen_step as step
join event using (event_no)
left join source on source.source_no = step.source_no
left join landed_run on landed_run.run_no = event.run_no
left join resource on resource.resource_no = step.resource_no
where step.case_no = $case_no
order by step.seq

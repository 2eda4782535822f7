-- grain: one row per event of the cases $first to $last, in the order of each case
create or replace temp table window_event as
select
    row_number() over (order by step.case_no, step.seq) as place,
    step.case_no,
    step.event_no,
    activity.name as activity,
    strftime(event.ts, '%Y-%m-%dT%H:%M:%S.%fZ') as moment,
    event.lifecycle,
    resource.name as resource
from chosen_step as step
join activity using (activity_no)
join event using (event_no)
left join resource on resource.resource_no = event.resource_no
where step.case_no between $first and $last;

-- grain: one row per step of a process that had happened and was written down at a moment (null: all), in the order of cases and time
select step.case_no, activity.name, step.ts, resource.name as who
from step
join activity using (activity_no)
left join resource using (resource_no)
left join event using (event_no)
where $moment::timestamp is null or greatest(event.ts, coalesce(event.logged_at, event.ts)) <= $moment::timestamp
order by step.case_no, step.seq

-- grain: one row per event of the cases $first to $last, in time; starts that the steps hold as one with their completes stand alone
create or replace temp table window_event as
with
of_steps as (
    select case_no, event_no, activity_no from chosen_step where case_no between $first and $last
),
starts as (
    select kase.case_no, event.event_no, activity.activity_no
    from chosen_case as kase
    join event_object as relation on relation.object_no = kase.object_no
    join event using (event_no)
    join event_type using (type_no)
    join activity on activity.name = event_type.name
    where kase.case_no between $first and $last and lower(event.lifecycle) = 'start'
),
belonging as (
    select * from of_steps
    union
    select * from starts
)
select
    row_number() over (order by belonging.case_no, event.ts, event.source_no, event.place, event.event_no) as place,
    belonging.case_no,
    belonging.event_no,
    activity.name as activity,
    strftime(event.ts, '%Y-%m-%dT%H:%M:%S.%fZ') as moment,
    event.lifecycle,
    resource.name as resource
from belonging
join activity using (activity_no)
join event using (event_no)
left join resource on resource.resource_no = event.resource_no;

-- grain: leaving_case: one row per case that is built anew or gone; activity_change: one row per activity that comes or goes with them, with its counts afterwards
create or replace temp table leaving_case as
select case_no, variant_no
from {process}."case"
where object_no in (select object_no from affected_case);

create or replace temp table activity_change as
with
leaving as (
    select activity.name, -count(*) as events, -count(distinct step.case_no) as cases
    from {process}.step as step
    join {process}.activity as activity using (activity_no)
    where step.case_no in (select case_no from leaving_case)
    group by activity.name
),
coming as (
    select event_label.label as name, count(*) as events, count(distinct member.object_no) as cases
    from member
    join event_label using (type_no)
    group by event_label.label
),
change as (
    select name, sum(events) as events, sum(cases) as cases
    from (select * from leaving union all select * from coming)
    group by name
)
select
    activity.activity_no,
    coalesce(activity.events, 0) + change.events as events,
    coalesce(activity.cases, 0) + change.cases as cases
from change
left join {process}.activity as activity using (name);

-- grain: activity: one row per activity of the process; case_extent: one row per case, numbered in order of start
create table {process}.activity as
select
    (row_number() over (order by event_type.name) - 1)::{activity_width} as activity_no,
    event_type.name,
    counted.events,
    counted.cases,
    0::integer as place
from (select type_no, count(*) as events, count(distinct object_no) as cases from member group by type_no) as counted
join event_type using (type_no);

create or replace temp table activity_code as
select event_type.type_no, activity.activity_no
from {process}.activity as activity
join event_type using (name);

create or replace temp table case_extent as
with
extent as (
    select object_no, min(ts) as start_us, max({end}) as end_us, count(*) as n
    from member group by object_no
)
select
    (row_number() over case_order - 1)::integer as case_no,
    extent.object_no, object.object_id, start_us, end_us, n::integer as n,
    sum(n) over (case_order rows unbounded preceding)::bigint - n as first_row,
    {calendar_no} as calendar_no
from extent
join object using (object_no)
{calendar_of_case}
window case_order as (order by start_us, object.object_id);

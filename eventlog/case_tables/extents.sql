-- grain: one row per case of `member`, numbered from {first_no} in order of start; first_row is where its steps begin among theirs
-- {rank} is the place of an activity among those of equal time, by the order that the process declares
create or replace temp table activity_code as
select event_label.type_no, activity.activity_no, {rank} as rank
from {process}.activity as activity
join event_label on event_label.label = activity.name;

create or replace temp table case_extent as
with
extent as (
    select object_no, min(ts) as start_us, max({end}) as end_us, count(*) as n
    from member group by object_no
)
select
    ({first_no} + row_number() over case_order - 1)::integer as case_no,
    extent.object_no, object.object_id, start_us, end_us, n::integer as n,
    sum(n) over (case_order rows unbounded preceding)::bigint - n as first_row,
    {calendar_no} as calendar_no
from extent
join object using (object_no)
{calendar_of_case}
window case_order as (order by start_us, object.object_id);

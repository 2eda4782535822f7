-- grain: one row per step of a case, sorted by case and time; ties by declared rank, then source, then the source's own order
-- one sort, then streaming links. {busy} adds how long a step took, {clock} the working time since
-- the calendar's origin at its start and end, {ties} the order of equal times; each only where the process has it
create or replace temp table ordered_step as
select
    extent.case_no, extent.first_row, extent.n, code.activity_no, member.ts,
    member.resource_no, member.source_no, member.event_no {busy} {clock}
from member
join case_extent as extent using (object_no)
join activity_code as code using (type_no)
{calendar_join}
order by extent.case_no, member.ts, {ties};

-- the sorted copy takes its place, in memory too
drop table member;

create table {process}.step as
with
placed as (
    select
        *,
        rowid - first_row as place,
        rowid - first_row + 1 < n as goes_on,
        lead(activity_no) over () as following_activity_no,
        lead(ts) over () as following_ts
    from ordered_step
)
select
    case_no,
    place::{seq_width} as seq,
    activity_no,
    case when goes_on then following_activity_no end as next_activity_no,
    ts,
    case when goes_on then {wait} end as wait_us,
    {business_wait} as business_wait_us,
    {busy_us} as busy_us,
    resource_no,
    source_no,
    event_no
from placed;

-- grain: one row per step of the cases in `member`, sorted by case and time; ties by declared rank, then source, then the source's own order
-- one sort. {busy} adds how long a step took, {clock} the working time since the calendar's origin at its start and end,
-- {ties} the order of equal times; each only where the process has it
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

-- grain: one row per case, attribute and time at which its value changed: the first value, and each later one that differs
create or replace temp table attribute_by_case as
select event.case_id, {summaries}
from staged_event as event
join {rows} as source on source.row = event.row
group by event.case_id;

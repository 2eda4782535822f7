-- grain: one row per case, with the least value of some attributes, whether the case has another, and since when it has one
create or replace temp table attribute_by_case as
select event.case_id, {summaries}
from staged_event as event
join {rows} as source on source.row = event.row
group by event.case_id;

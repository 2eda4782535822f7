-- grain: one row per case's object and object of {type} that describes it: one it is related to, else those it shares events with
create or replace temp table {table} as
with
untold as (
    select distinct object_no as case_object_no from member
    where object_no not in (select case_object_no from {related})
)
select case_object_no, object_no from {related}
union all
select distinct untold.case_object_no, other.canonical_no
from untold
join member on member.object_no = untold.case_object_no
join event_object using (event_no)
join canonical_object as other on other.object_no = event_object.object_no
where other.type_no = {type};

-- grain: one row per case's object and object of {type} that describes it: one it is related to, else those it shares events with
-- in steps, each a table: how few have none is known before anything is joined to all events
create or replace temp table untold as
select case_object_no from leading_object where case_object_no not in (select case_object_no from {related});

create or replace temp table event_of_untold as
select object_no as case_object_no, event_no from member where object_no in (select case_object_no from untold);

create or replace temp table {table} as
select case_object_no, object_no from {related}
union all
select distinct near.case_object_no, other.canonical_no
from event_of_untold as near
join event_object using (event_no)
join canonical_object as other on other.object_no = event_object.object_no
where other.type_no = {type};

drop table event_of_untold;
drop table untold;

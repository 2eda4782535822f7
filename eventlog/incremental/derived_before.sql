-- grain: what rules gave the log before: one row per event, object named, relation, value and object that they expected
create or replace temp table past_event as select event_no, event_id, type_no, ts, key, place from event where quality = 'derived';
create or replace temp table past_naming as select event_no, object_no, qualifier from event_object semi join past_event using (event_no);
create or replace temp table past_object as select object_no, object_id, type_no, since from object where run_no is null and stream_no is not null;
create or replace temp table past_relation as
select from_object_no, to_object_no, qualifier from object_object
semi join (select object_no as from_object_no from past_object) using (from_object_no);
create or replace temp table past_value as
select object_no, name, value, ts from object_attribute semi join past_object using (object_no);
create or replace temp table highest as
select (select max(event_no) from event) as event_no, (select max(object_no) from object) as object_no;

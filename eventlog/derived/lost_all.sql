-- grain: lost_event, lost_object: one row per event or object that rules gave the log
create or replace temp table lost_event as select event_no from event where quality = 'derived';
create or replace temp table lost_object as select object_no from object where run_no is null and stream_no is not null;

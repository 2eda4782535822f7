-- grain: every row that rules gave the log, taken out again
create or replace temp table derived_event as select event_no from event where quality = 'derived';

delete from event_object where event_no in (select event_no from derived_event);
delete from evidence where event_no in (select event_no from derived_event);
delete from event where quality = 'derived';
drop table derived_event;

create or replace temp table expected_object as select object_no from object where run_no is null and stream_no is not null;

delete from object_object where from_object_no in (select object_no from expected_object);
delete from object_attribute where object_no in (select object_no from expected_object);
delete from object where object_no in (select object_no from expected_object);
drop table expected_object;

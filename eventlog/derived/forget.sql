-- grain: what is taken out of the log, to be derived anew: past_*: one row per event, object named, relation, value and object
create or replace temp table past_event as
select event_no, event_id, type_no, ts, key, place from event where event_no in (select event_no from lost_event);
create or replace temp table past_naming as
select event_no, object_no, qualifier from event_object where event_no in (select event_no from lost_event);
create or replace temp table past_object as
select object_no, object_id, type_no, since from object where object_no in (select object_no from lost_object);
create or replace temp table past_relation as
select from_object_no, to_object_no, qualifier from object_object where from_object_no in (select object_no from lost_object);
create or replace temp table past_value as
select object_no, name, value, ts from object_attribute where object_no in (select object_no from lost_object);
-- numbers after all others, those taken out included
create or replace temp table free_number as
select
    (select coalesce(max(event_no), -1) + 1 from event) as event_no,
    (select coalesce(max(object_no), -1) + 1 from object) as object_no;

delete from event_object where event_no in (select event_no from lost_event);
delete from evidence where event_no in (select event_no from lost_event);
delete from event where event_no in (select event_no from lost_event);
delete from object_object where from_object_no in (select object_no from lost_object);
delete from object_attribute where object_no in (select object_no from lost_object);
delete from object where object_no in (select object_no from lost_object);

create or replace temp table won_event (event_no bigint);
create or replace temp table won_object (object_no bigint);

-- grain: the tables of the log with what they held of findings and actions taken out, and what is known now put in
delete from event_object where event_no in (select event_no from act_event_before);
delete from event_attribute where event_no in (select event_no from act_event_before);
delete from event where event_no in (select event_no from act_event_before);
delete from object_object where from_object_no in (select object_no from act_object_before);
delete from object_attribute where object_no in (select object_no from act_object_before);
delete from object where object_no in (select object_no from act_object_before);
delete from quarantine where source = 'tracework' and stream in ({names});

insert into object from act_object_now;
insert into object_attribute from act_value_now;
insert into object_object from act_relation_now;
insert into event from act_event_now;
insert into event_attribute from act_event_value_now;
insert into event_object from act_naming_now;
insert into quarantine from act_set_apart_now;

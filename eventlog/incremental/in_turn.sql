-- grain: what is new of a source, as it stood, with the log's next numbers in place of the provisional ones
create or replace temp table next_number as
select
    (select coalesce(max(object_no), -1) from {log}.object) - {provisional} as of_object,
    (select coalesce(max(event_no), -1) from {log}.event) - {provisional} as of_event;

update object_now set object_no = object_no + (select of_object from next_number) where object_no > {provisional};
update attribute_now set object_no = object_no + (select of_object from next_number) where object_no > {provisional};
update key_now set object_no = object_no + (select of_object from next_number) where object_no > {provisional};
update object_changed set object_no = object_no + (select of_object from next_number) where object_no > {provisional};
update relation_won set from_object_no = from_object_no + (select of_object from next_number) where from_object_no > {provisional};
update relation_won set to_object_no = to_object_no + (select of_object from next_number) where to_object_no > {provisional};
update event_object_now set object_no = object_no + (select of_object from next_number) where object_no > {provisional};

update event_now set event_no = event_no + (select of_event from next_number);
update event_object_now set event_no = event_no + (select of_event from next_number);
update event_attribute_now set event_no = event_no + (select of_event from next_number);
update evidence_now set event_no = event_no + (select of_event from next_number);

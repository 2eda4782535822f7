-- grain: what rules give the log now, under the numbers it had before: steps of cases that did not change go on naming them
create or replace temp table object_renumbered as
select
    object.object_no as new_no,
    coalesce(past.object_no, (select object_no from highest) + row_number() over (order by past.object_no nulls last, object.object_id)) as object_no
from object
left join past_object as past on past.object_id = object.object_id and past.type_no = object.type_no
where object.run_no is null and object.stream_no is not null;
delete from object_renumbered where new_no = object_no;

create or replace temp table event_renumbered as
select
    event.event_no as new_no,
    coalesce(past.event_no, (select event_no from highest) + row_number() over (order by past.event_no nulls last, event.event_id)) as event_no
from event
left join past_event as past using (event_id)
where event.quality = 'derived';
delete from event_renumbered where new_no = event_no;

create or replace temp table derived_event as select event_no from event where quality = 'derived';

update evidence set event_no = given.event_no from event_renumbered as given
where evidence.event_no = given.new_no and evidence.event_no in (select event_no from derived_event);
update event_object set event_no = given.event_no from event_renumbered as given
where event_object.event_no = given.new_no and event_object.event_no in (select event_no from derived_event);
update event set event_no = given.event_no from event_renumbered as given where event.event_no = given.new_no and event.quality = 'derived';

update event_object set object_no = given.object_no from object_renumbered as given where event_object.object_no = given.new_no;
update object_object set from_object_no = given.object_no from object_renumbered as given where object_object.from_object_no = given.new_no;
update object_attribute set object_no = given.object_no from object_renumbered as given where object_attribute.object_no = given.new_no;
update object set object_no = given.object_no from object_renumbered as given where object.object_no = given.new_no;

create or replace temp table present_event as select event_no, event_id, type_no, ts, key, place from event where quality = 'derived';
create or replace temp table present_naming as select event_no, object_no, qualifier from event_object semi join present_event using (event_no);
create or replace temp table present_object as select object_no, object_id, type_no, since from object where run_no is null and stream_no is not null;
create or replace temp table present_relation as
select from_object_no, to_object_no, qualifier from object_object
semi join (select object_no as from_object_no from present_object) using (from_object_no);
create or replace temp table present_value as
select object_no, name, value, ts from object_attribute semi join present_object using (object_no);

create or replace temp table derived_change as
select event_no from ((from past_event except from present_event) union all (from present_event except from past_event))
union
select event_no from ((from past_naming except from present_naming) union all (from present_naming except from past_naming));

insert into changed_event
select distinct named.object_no, event.type_no
from (from past_naming union from present_naming) as named
join (from past_event union from present_event) as event using (event_no)
semi join derived_change using (event_no);

insert into changed_relation
(from past_relation except from present_relation) union all (from present_relation except from past_relation);

insert into changed_attribute
select object_no from ((from past_object except from present_object) union all (from present_object except from past_object))
union
select object_no from ((from past_value except from present_value) union all (from present_value except from past_value));

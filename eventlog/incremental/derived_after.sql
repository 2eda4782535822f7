-- grain: what case tables ask of a change: one row per object that a derived event named or names otherwise, per relation and per expected object that changed
create or replace temp table present_event as
select event_no, event_id, type_no, ts, key, place from event where event_no in (select event_no from won_event);
create or replace temp table present_naming as
select event_no, object_no, qualifier from event_object where event_no in (select event_no from won_event);
create or replace temp table present_object as
select object_no, object_id, type_no, since from object where object_no in (select object_no from won_object);
create or replace temp table present_relation as
select from_object_no, to_object_no, qualifier from object_object where from_object_no in (select object_no from won_object);
create or replace temp table present_value as
select object_no, name, value, ts from object_attribute where object_no in (select object_no from won_object);

create or replace temp table derived_change as
select event_no from ((from past_event except from present_event) union all (from present_event except from past_event))
union
select event_no from ((from past_naming except from present_naming) union all (from present_naming except from past_naming));

insert into memory.changed_event
select distinct named.object_no, event.type_no
from (from past_naming union from present_naming) as named
join (from past_event union from present_event) as event using (event_no)
semi join derived_change using (event_no);

insert into memory.changed_relation
(from past_relation except from present_relation) union all (from present_relation except from past_relation);

insert into memory.changed_attribute
select object_no, true
from (
    select object_no from ((from past_object except from present_object) union all (from present_object except from past_object))
    union
    select object_no from ((from past_value except from present_value) union all (from present_value except from past_value))
);

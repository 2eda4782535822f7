-- grain: act_*_now: one row per object, value, relation, event, naming or record set apart of findings and actions as they are now, from the shadows
-- one that was there keeps its number, new ones get the numbers after all others; {log} is the generation
create or replace temp table act_object_number as
select
    now.object_no as shadow_no,
    coalesce(
        past.object_no,
        (select coalesce(max(object_no), -1) from {log}.object) + row_number() over (order by now.type_no, now.object_id)
    ) as object_no
from object as now
left join (select object_no, object_id, type_no from {log}.object where stream_no in ({streams})) as past
    using (object_id, type_no);

create or replace temp table act_event_number as
select
    now.event_no as shadow_no,
    coalesce(
        past.event_no,
        (select coalesce(max(event_no), -1) from {log}.event) + row_number() over (order by now.event_id)
    ) as event_no
from event as now
left join (select event_no, event_id from {log}.event where stream_no in ({streams})) as past using (event_id);

create or replace temp table act_object_now as
select object.* replace (placed.object_no as object_no)
from object
join act_object_number as placed on placed.shadow_no = object.object_no;

create or replace temp table act_value_now as
select told.* replace (placed.object_no as object_no)
from object_attribute as told
join act_object_number as placed on placed.shadow_no = told.object_no;

create or replace temp table act_relation_now as
select origin.object_no as from_object_no, target.object_no as to_object_no, relation.qualifier
from object_object as relation
join act_object_number as origin on origin.shadow_no = relation.from_object_no
join act_object_number as target on target.shadow_no = relation.to_object_no;

create or replace temp table act_event_now as
select event.* replace (placed.event_no as event_no)
from event
join act_event_number as placed on placed.shadow_no = event.event_no;

create or replace temp table act_event_value_now as
select told.* replace (placed.event_no as event_no)
from event_attribute as told
join act_event_number as placed on placed.shadow_no = told.event_no;

create or replace temp table act_naming_now as
select event.event_no, object.object_no, named.qualifier
from event_object as named
join act_event_number as event on event.shadow_no = named.event_no
join act_object_number as object on object.shadow_no = named.object_no;

create or replace temp table act_set_apart_now as from quarantine;

drop table act_object_number;
drop table act_event_number;

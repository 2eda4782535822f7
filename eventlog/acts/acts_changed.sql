-- grain: what case tables ask of a change: one row per object that a changed event of findings and actions named or names, per changed relation, per
-- finding or action that is described anew
create or replace temp table act_naming_after as
from event_object where event_no in (select event_no from act_event_now);
create or replace temp table act_relation_after as
from object_object where from_object_no in (select object_no from act_object_now);

create or replace temp table act_event_changed as
with
before as (select event_no, type_no, ts, resource_no, place, doubt from act_event_before),
now as (select event_no, type_no, ts, resource_no, place, doubt from act_event_now)
select event_no from ((from before except from now) union all (from now except from before))
union
select event_no
from (
    (from act_naming_before except from act_naming_after)
    union all
    (from act_naming_after except from act_naming_before)
)
union
select event_no
from (
    (from act_event_value_before except from act_event_value_now)
    union all
    (from act_event_value_now except from act_event_value_before)
);

insert into memory.changed_event
select distinct named.object_no, event.type_no
from (from act_naming_before union from act_naming_after) as named
join (
    select event_no, type_no from act_event_before
    union
    select event_no, type_no from act_event_now
) as event using (event_no)
semi join act_event_changed using (event_no);

insert into memory.changed_relation
(from act_relation_before except from act_relation_after) union all (from act_relation_after except from act_relation_before);

insert into memory.changed_attribute
with
before as (select object_no, object_id, type_no, since, deleted_at from act_object_before),
now as (select object_no, object_id, type_no, since, deleted_at from act_object_now),
told_before as (select object_no, name, type, value, ts from act_value_before),
told_now as (select object_no, name, type, value, ts from act_value_now)
select object_no, true
from (
    select object_no from ((from before except from now) union all (from now except from before))
    union
    select object_no from ((from told_before except from told_now) union all (from told_now except from told_before))
);

drop table act_naming_after;
drop table act_relation_after;
drop table act_event_changed;

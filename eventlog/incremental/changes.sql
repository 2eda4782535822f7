-- grain: what case tables ask of a change: one row per object that a changed event named or names, per changed relation, per object described anew
insert into changed_event
select distinct named.object_no, event.type_no
from event_object as named
join event_lost using (event_no)
join event using (event_no)
union
select distinct named.object_no, event_now.type_no
from event_object_now as named
join event_now using (event_no);

insert into changed_relation from relation_lost union all from relation_won;

insert into changed_attribute from object_changed;

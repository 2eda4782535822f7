-- grain: act_*_before: one row per object, value, relation, event, naming or value of an event of findings and actions, as the log holds them
create or replace temp table act_object_before as from object where stream_no in ({streams});

create or replace temp table act_value_before as
from object_attribute where object_no in (select object_no from act_object_before);

create or replace temp table act_relation_before as
from object_object where from_object_no in (select object_no from act_object_before);

create or replace temp table act_event_before as from event where stream_no in ({streams});

create or replace temp table act_naming_before as
from event_object where event_no in (select event_no from act_event_before);

create or replace temp table act_event_value_before as
from event_attribute where event_no in (select event_no from act_event_before);

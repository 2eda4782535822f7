-- grain: shifted_event: one row per record whose event names an object that is gone, or came to be at another time than was known
create or replace temp table shifted as
select object_no from object_gone
union
select object_now.object_no
from object_now
join known_object using (object_no)
where object_now.since is distinct from known_object.since;

-- in steps, each a table: how few there are is known before anything is joined to all events
create or replace temp table event_of_shifted as
select distinct event_no from {log}.event_object where object_no in (select object_no from shifted);

create or replace temp table shifted_event as
select distinct stream.name as stream, hash(event.key) as code
from {log}.event as event
join {log}.stream as stream using (stream_no)
where event.event_no in (select event_no from event_of_shifted) and event.source_no = {source_no};

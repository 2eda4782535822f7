-- grain: one row per record whose event names an object that is gone, or came to be at another time than was known
create or replace temp table shifted_event as
with
shifted as (
    select object_no from object_gone
    union all
    select object_now.object_no
    from object_now
    join known_object using (object_no)
    where object_now.since is distinct from known_object.since
)
select stream.name as stream, hash(event.key) as code
from {log}.event as event
join {log}.stream as stream using (stream_no)
join {log}.event_object as named using (event_no)
where named.object_no in (select object_no from shifted) and event.source_no = {source_no};

-- grain: rows added to the log's tables by the events of declarations read together; an event's number is {first} plus its row in new_event
insert into unplaced
select {stream_no}, type_no, count(*) from new_event where {placed} is null group by type_no;

insert into event
select
    {first} + new_event.rowid, new_event.event_id, new_event.type_no, new_event.ts, null, resource.resource_no,
    {source_no}, new_event.run_no, new_event.row, new_event.key, {stream_no}, {quality}, new_event.logged_at,
    new_event.since, new_event.place,
    case when new_event.improbable then 'improbable' when new_event.early and {quality} = 'logged' then 'before its object' end
from new_event
left join resource on resource.name = new_event.actor
where {placed} is not null;

insert into event_object {relations};

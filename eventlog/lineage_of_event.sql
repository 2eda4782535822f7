-- grain: the event of that id, with its objects and the rule that derived it
select
    event.event_no, event_type.name, event.ts, event.since, event.quality, event.doubt,
    case when event.quality = 'derived' then stream.name end as rule,
    coalesce((
        select list(object.object_id order by object.object_id)
        from event_object as relation
        join object using (object_no)
        where relation.event_no = event.event_no
    ), [])
from event
join event_type using (type_no)
left join stream on stream.stream_no = event.stream_no
where event.event_id = $event_id
order by event.event_no

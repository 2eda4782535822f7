-- grain: one row per object whose events contradict when it came to be
insert into conflict
select
    'contradicting_times', object.type_no, object.object_no, event_type.name, [any_value(source.system)],
    [min(event.ts)::varchar, object.since::varchar], null, null
from event
join event_object using (event_no)
join object using (object_no)
join event_type on event_type.type_no = event.type_no
join source on source.source_no = event.source_no
where event.doubt = 'before its object' and event_object.qualifier = '' and event.ts < object.since
group by object.type_no, object.object_no, event_type.name, object.since;

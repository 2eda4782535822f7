-- grain: one row per thing that stands twice in one system, and per object whose events contradict when it came to be
insert into conflict
with
clustered as (
    select object_no, canonical_no from identity
    union
    select canonical_no, canonical_no from identity
)

select
    'duplicate_identity', any_value(object.type_no), clustered.canonical_no, null, [source.system],
    list(object.object_id order by object.object_id), null, null
from clustered
join object using (object_no)
join source using (source_no)
where object.deleted_at is null
-- a person may be a user and a resource of one system: only records of one kind are twice
group by clustered.canonical_no, source.source_no, source.system, object.stream_no
having count(*) > 1
union all
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

-- grain: one row per thing that stands twice in one system, of those with a member in {among}
insert into conflict
with
looked_at as (select distinct canonical_no from {among}),

clustered as (
    select object_no, canonical_no from identity where canonical_no in (select canonical_no from looked_at)
    union
    select canonical_no, canonical_no from looked_at
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
having count(*) > 1;

-- grain: one row per thing that stands twice in one system, of those with a member in {among}
insert into conflict
with
looked_at as (select distinct canonical_no from {among}),

-- a thing known under one name alone does not stand twice
clustered as (
    select object_no, canonical_no from identity where canonical_no in (select canonical_no from looked_at)
    union
    select canonical_no, canonical_no from identity where canonical_no in (select canonical_no from looked_at)
),

member as (
    select clustered.canonical_no, object.object_no, object.source_no, object.stream_no
    from clustered
    join object using (object_no)
    where object.deleted_at is null
),

-- a person may be a user and a resource of one system: only records of one kind are twice
twice as (
    select canonical_no, source_no, stream_no from member group by all having count(*) > 1
)

select
    'duplicate_identity', any_value(object.type_no), member.canonical_no, null, [source.system],
    list(object.object_id order by object.object_id), null, null
from member
join twice
    on twice.canonical_no = member.canonical_no and twice.source_no = member.source_no
    and twice.stream_no is not distinct from member.stream_no
join object using (object_no)
join source on source.source_no = member.source_no
group by member.canonical_no, source.source_no, source.system, member.stream_no;

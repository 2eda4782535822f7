-- grain: one row per landed record behind an object: that it was read from, and the decision that mended it; of an expected one, of its related objects
with
behind as (
    select 1 as place, run_no, stream_no, row, 'read from' as role from object
    where object_no = $object_no and run_no is not null
    union all
    select 2, other.run_no, other.stream_no, other.row, 'used by the rule'
    from object
    join object_object as relation on relation.from_object_no = object.object_no
    join object as other on other.object_no = relation.to_object_no
    where object.object_no = $object_no and object.run_no is null and other.run_no is not null
    union all
    select 3, mended.by_run_no, mended.by_stream_no, mended.by_row, 'mended by'
    from mended
    join object on object.run_no = mended.run_no and object.stream_no = mended.stream_no and object.row = mended.row
    where object.object_no = $object_no
)

select
    source.name, source.system, landed_run.run, coalesce(stream.name, 'objects'), behind.row, landed_run.as_of, behind.role
from behind
join landed_run on landed_run.run_no = behind.run_no
join source on source.source_no = landed_run.source_no
left join stream on stream.stream_no = behind.stream_no
order by behind.place, source.name, landed_run.run, stream.name, behind.row

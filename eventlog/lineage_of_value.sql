-- grain: one row per value that an attribute of an object had, the latest first, with the record that told it
select
    attribute.ts, attribute.value, source.name, source.system, landed_run.run, coalesce(stream.name, 'objects'),
    coalesce(attribute.row, case when attribute.stream_no is null then object.row end), landed_run.as_of, 'read from'
from object_attribute as attribute
join object using (object_no)
join landed_run on landed_run.run_no = attribute.run_no
join source on source.source_no = landed_run.source_no
left join stream on stream.stream_no = attribute.stream_no
where object.object_id = $object_id and attribute.name = $attribute
order by attribute.ts desc, attribute.value

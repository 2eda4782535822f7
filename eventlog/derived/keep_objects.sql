-- grain: rows added to the log's tables by one rule that expects objects, whose rows are in `derived`
insert into object (object_no, object_id, type_no, source_no, stream_no, since)
select $first + rowid, object_id, $type_no, $source_no, $stream_no, since from derived;

insert into object_object select $first + rowid, other_no, qualifier from derived;

insert into object_attribute (object_no, name, type, value, ts, stream_no)
select object_no, told.key, 'string', told.value, timestamp '1970-01-01', $stream_no
from (select $first + rowid as object_no, unnest(map_entries(attributes)) as told from derived)
where told.value is not null;

-- grain: rows added to the log's tables by one rule that expects objects, whose rows are in `derived`; one that was there has its number again
create or replace temp table new_object as
select
    derived.*,
    coalesce(
        past.object_no,
        row_number() over () + (
            select greatest((select object_no from free_number), coalesce(max(object_no) + 1, 0)) - 1 from object
        )
    ) as object_no
from derived
left join past_object as past on past.object_id = derived.object_id and past.type_no = $type_no;

insert into object (object_no, object_id, type_no, source_no, stream_no, since)
select object_no, object_id, $type_no, $source_no, $stream_no, since from new_object;

insert into object_object select object_no, other_no, qualifier from new_object;

insert into object_attribute (object_no, name, type, value, ts, stream_no)
select object_no, told.key, 'string', told.value, timestamp '1970-01-01', $stream_no
from (select object_no, unnest(map_entries(attributes)) as told from new_object)
where told.value is not null;

create or replace temp table fresh_thing as
select object_no, object_no as thing_no, name as type from new_object join object_type on type_no = $type_no;

insert into won_object select object_no from new_object;
drop table new_object;

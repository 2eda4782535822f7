-- grain: one row per object of one source; object_code: one row per object, by type and the hash of its type and the vendor's id
create or replace temp table numbered_object as
select
    (select coalesce(max(object_no), -1) from object) + row_number() over () as object_no,
    type_no, id,
    -- the record that speaks for it: of the first declaration, living rather than deleted
    arg_min({'run_no': run_no, 'row': row, 'stream_no': stream_no}, 2 * rank + (deleted_at is not null)::integer) as record,
    min(since) as since,
    case when count(*) = count(deleted_at) then max(deleted_at) end as deleted_at
from mention
group by type_no, id;
drop table mention;

insert into object
select
    object_no, {prefix} || id, type_no, {source_no}, record.run_no, record.row, record.stream_no, since, deleted_at
from numbered_object;

insert into object_attribute
select object_no, 'deleted_at', 'time', deleted_at::varchar, deleted_at, record.run_no, record.stream_no, record.row
from numbered_object
where deleted_at is not null;

create or replace temp table object_code as
select type_no, hash(type_no::integer, id) as code, object_no, since from numbered_object order by type_no;
drop table numbered_object;

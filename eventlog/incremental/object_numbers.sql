-- grain: object_code: one row per object that records in scope name, by the hash of its type and the vendor's id; {numbers} has the source's objects
create or replace temp table object_code as
select type_no, code, object_no, since
from (
    select type_no, hash(type_no::integer, substr(object_id, {first})) as code, object_no, since
    from {numbers}
)
where code in (select code from named_code);

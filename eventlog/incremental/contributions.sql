-- grain: one row per object and thing the records in scope say of it: an attribute's value, a key, since when it is, that it is deleted
create or replace temp table {contribution} as
select object.type_no, object.object_id, 'attribute' as kind, told.name, told.type, told.value, told.ts
from object_attribute as told
join object using (object_no)
union all
select object.type_no, object.object_id, 'key', told.name, null, told.value, null
from object_key as told
join object using (object_no)
union all
select type_no, object_id, 'since', null, null, null, since from object where since is not null
union all
select type_no, object_id, 'deleted', null, null, null, deleted_at from object where deleted_at is not null;

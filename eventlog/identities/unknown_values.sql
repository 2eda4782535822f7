-- grain: one row per object and attribute whose value no list of known values has
insert into conflict
with
told as (
    select object.type_no, attribute.object_no, source.system, arg_max(attribute.value, attribute.ts) as value
    from object_attribute as attribute
    join object using (object_no)
    join source on source.source_no = object.source_no
    where attribute.name = $attribute
        and object.type_no in (select type_no from object_type where name in (select unnest($types::varchar[])))
    group by all
)

select 'unknown_master_data', type_no, object_no, $attribute, [system], [value], null, null
from told
where exists (select 1 from known_value where attribute = $attribute)
    and value not in (select value from known_value where attribute = $attribute and value is not null);

-- grain: one row per object of a type and trait: a key or a known value, folded so that spelling does not matter
create or replace temp table trait as
with
told as (
    select object_no, name, value from object_key
    where object_no in ({objects})
    union all
    select object_no, name, arg_max(value, ts) from object_attribute
    where object_no in ({objects})
        and name in (select unnest($attributes::varchar[]))
        and not exists (
            select 1 from object_key
            where object_key.object_no = object_attribute.object_no and object_key.name = object_attribute.name
        )
    group by object_no, name
),

spelt as (
    select
        object_no, name, value as written,
        folded(name, value) as value
    from told
    where name in (select unnest($names::varchar[]))
)

select object_no, source_no, name, spelt.value, any_value(written) as written
from spelt
join object using (object_no)
where spelt.value <> ''
group by all;

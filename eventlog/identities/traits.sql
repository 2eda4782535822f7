-- grain: one row per object of a type and trait: a key or a known value, folded so that spelling does not matter
-- ids, codes and numbers count as they are written; of names, legal forms do not count; of the rest only letters and digits
create or replace temp table trait as
with
told as (
    select object_no, name, value from object_key
    where object_no in (select object_no from object where type_no = $type_no)
    union
    select object_no, name, arg_max(value, ts) from object_attribute
    where object_no in (select object_no from object where type_no = $type_no)
        and name in (select unnest($attributes::varchar[]))
        and not exists (
            select 1 from object_key
            where object_key.object_no = object_attribute.object_no and object_key.name = object_attribute.name
        )
    group by object_no, name
),

folded as (
    select
        object_no, name, value as written,
        case
            when name like '%\_id' escape '\' or name in ('code', 'number') then trim(value)
            when name = 'name' then array_to_string(
                list_filter(
                    string_split(trim(regexp_replace(lower(strip_accents(value)), '[^a-z0-9]+', ' ', 'g')), ' '),
                    lambda word: word not in (
                        'gmbh', 'ag', 'kg', 'se', 'ltd', 'limited', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'plc', 'corp',
                        'corporation', 'company', 'co', 'sa', 'bv', 'the', 'and'
                    )
                ),
                ' '
            )
            else regexp_replace(lower(strip_accents(value)), '[^a-z0-9@]+', '', 'g')
        end as value
    from told
    where name in (select unnest($names::varchar[]))
)

select distinct object_no, source_no, name, folded.value, any_value(written) as written
from folded
join object using (object_no)
where folded.value <> ''
group by all;

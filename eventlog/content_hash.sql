-- grain: one row per table: a sum of hashes over natural keys and values, blind to surrogate numbers, order and file bytes
with
named_object as (
    select object.object_no, object_type.name || chr(31) || object.object_id as full_name
    from object join object_type using (type_no)
),
hashed as (
    select 'object' as part, md5_number_lower(full_name) as code from named_object
    union all
    select 'event', md5_number_lower(concat_ws(chr(31), source.name, event.event_id, event_type.name, epoch_us(event.ts), coalesce(event.lifecycle, ''), coalesce(resource.name, '')))
    from event
    join event_type using (type_no)
    join source using (source_no)
    left join resource using (resource_no)
    union all
    select 'event_object', md5_number_lower(concat_ws(chr(31), event.event_id, named.full_name, relation.qualifier))
    from event_object as relation
    join event using (event_no)
    join named_object as named using (object_no)
    union all
    select 'event_attribute', md5_number_lower(concat_ws(chr(31), event.event_id, attribute.name, attribute.type, coalesce(attribute.value, chr(30))))
    from event_attribute as attribute
    join event using (event_no)
    union all
    select 'object_attribute', md5_number_lower(concat_ws(chr(31), named.full_name, attribute.name, attribute.type, coalesce(attribute.value, chr(30)), epoch_us(attribute.ts)))
    from object_attribute as attribute
    join named_object as named using (object_no)
    union all
    select 'object_object', md5_number_lower(concat_ws(chr(31), origin.full_name, target.full_name, relation.qualifier))
    from object_object as relation
    join named_object as origin on origin.object_no = relation.from_object_no
    join named_object as target on target.object_no = relation.to_object_no
    union all
    select 'quarantine', md5_number_lower(concat_ws(chr(31), source, stream, reason, record)) from quarantine
)
select part, count(*) as rows, sum(code)::varchar as code from hashed group by part order by part

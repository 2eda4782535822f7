-- grain: one row per source, stream and reason for which records were set apart, with what they are worth and the first $examples of them; of the source, load and entity that are chosen
with
place as ({place}),

apart as materialized (
    select row_number() over () as n, *
    from quarantine
    where ($source = '' or source = $source) and ($run = '' or run = $run)
),

-- the things a record names, in the columns that its stream is declared to name them in
mention as (select unnest($mentions, recursive := true)),

named as (
    select apart.n, mention.type, apart.source || ':' || mention.before || json_extract_string(apart.record, mention.path) as object_id
    from apart
    join mention using (source, stream)
    where $entity <> '' and json_valid(apart.record)
),

known as (
    select named.n, named.type = 'legal_entity' as is_entity, place.entity
    from named
    join object using (object_id)
    join object_type on object_type.type_no = object.type_no and object_type.name = named.type
    join canonical on canonical.object_no = object.object_no
    join place using (canonical_no)
),

-- the legal entity it names is its own, else those of all it names
own as (
    select n, entity from known where is_entity
    union
    select n, entity from known where n not in (select n from known where is_entity)
),

-- what a source tells of nobody else's is of its one entity
single as (
    select source.name as source, any_value(attribute.value) as entity
    from object_attribute as attribute
    join object using (object_no)
    join source on source.source_no = object.source_no
    where attribute.name = 'entity' and attribute.value is not null
    group by source.name
    having count(distinct attribute.value) = 1
),

placed as (
    select n, entity from own
    union
    select apart.n, single.entity
    from apart
    join single using (source)
    where apart.n not in (select n from own)
),

looked_at as materialized (
    select *
    from apart
    where case $entity
        when '' then true
        when '-' then n not in (select n from placed)
        else n in (select n from placed where entity = $entity)
    end
),

priced as (
    select source, stream, reason, coalesce(currency, '') as currency, sum(worth) as worth
    from looked_at
    where worth is not null
    group by all
),

worths as (
    select source, stream, reason, list({'currency': currency, 'worth': worth} order by worth desc) as worth
    from priced
    group by all
),

reasons as (
    select
        source, stream, reason, count(*) as records,
        list({'run': run, 'row': row, 'record': record} order by run, row)[1:$examples] as examples
    from looked_at
    group by all
)

select reasons.reason, reasons.source, reasons.stream, reasons.records, worths.worth, reasons.examples
from reasons
left join worths using (source, stream, reason)
order by reasons.records desc, reasons.source, reasons.stream, reasons.reason

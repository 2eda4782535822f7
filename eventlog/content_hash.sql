-- grain: one row per table that has any: a sum of hashes over natural keys and values, blind to surrogate numbers, order and file bytes
-- where not all rows are counted, those that are stand first, and of objects and events only what these name is looked up. What says
-- something of events is put together before the one join with them; each table is summed by itself, which no grouping by names delays
with
named_object as (
    select object.object_no, hash(object_type.name, object.object_id) as code
    from object
    join object_type using (type_no)
    {of_objects}
),
named_event as (
    select event_no, event_id from event {of_events}
),
said_of_event as (
    select 1::utinyint as part_no, relation.event_no, hash(named.code, relation.qualifier) as said
    from {event_object} as relation
    join named_object as named using (object_no)
    union all
    select 2::utinyint, attribute.event_no, hash(attribute.name, attribute.type, attribute.value)
    from {event_attribute} as attribute
    union all
    select 3::utinyint, evidence.event_no, hash(stream.name)
    from {evidence} as evidence
    join stream on stream.stream_no = evidence.stream_no
),
counted as (
    select 'object' as part, count(*) as rows, sum(code) as code
    from named_object join {object} as counted using (object_no)
    union all
    select
        'event',
        count(*),
        sum(hash(
            source.name, event.event_id, event_type.name, epoch_us(event.ts), event.lifecycle, resource.name,
            event.quality, epoch_us(event.logged_at), epoch_us(event.since)
        ))
    from {event} as event
    join event_type using (type_no)
    join source using (source_no)
    left join resource using (resource_no)
    union all
    select
        case part_no when 1 then 'event_object' when 2 then 'event_attribute' else 'evidence' end,
        count(*),
        sum(hash(event.event_id, said))
    from said_of_event
    join named_event as event using (event_no)
    group by part_no
    union all
    select
        'object_attribute',
        count(*),
        sum(hash(named.code, attribute.name, attribute.type, attribute.value, epoch_us(attribute.ts)))
    from {object_attribute} as attribute
    join named_object as named using (object_no)
    union all
    select 'object_object', count(*), sum(hash(origin.code, target.code, relation.qualifier))
    from {object_object} as relation
    join named_object as origin on origin.object_no = relation.from_object_no
    join named_object as target on target.object_no = relation.to_object_no
    union all
    select 'quarantine', count(*), sum(hash(source, stream, reason, record)) from {quarantine}
    union all
    select 'object_key', count(*), sum(hash(named.code, known.name, known.value))
    from {object_key} as known
    join named_object as named using (object_no)
    union all
    select 'identity', count(*), sum(hash(alias.code, canonical.code, identity.rule, identity.decision))
    from {identity} as identity
    join named_object as alias using (object_no)
    join named_object as canonical on canonical.object_no = identity.canonical_no
    union all
    select 'identity_suggestion', count(*), sum(hash(this.code, that.code, suggestion.score, suggestion.answer))
    from {identity_suggestion} as suggestion
    join named_object as this on this.object_no = suggestion.left_no
    join named_object as that on that.object_no = suggestion.right_no
    union all
    select
        'conflict',
        count(*),
        sum(hash(conflict.kind, named.code, conflict.attribute, conflict.systems, conflict."values", conflict.worth))
    from {conflict} as conflict
    join named_object as named using (object_no)
)
select part, rows, code::varchar as code from counted where rows > 0 order by part

-- grain: one row per table: a sum of hashes over natural keys and values, blind to surrogate numbers, order and file bytes
-- where not all rows are counted, those that are stand first, and of objects and events only what these name is looked up
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
hashed as (
    select 'object' as part, code from named_object join {object} as counted using (object_no)
    union all
    select
        'event',
        hash(
            source.name, event.event_id, event_type.name, epoch_us(event.ts), event.lifecycle, resource.name,
            event.quality, epoch_us(event.logged_at), epoch_us(event.since)
        )
    from {event} as event
    join event_type using (type_no)
    join source using (source_no)
    left join resource using (resource_no)
    union all
    select 'event_object', hash(event.event_id, named.code, relation.qualifier)
    from {event_object} as relation
    join named_event as event using (event_no)
    join named_object as named using (object_no)
    union all
    select 'event_attribute', hash(event.event_id, attribute.name, attribute.type, attribute.value)
    from {event_attribute} as attribute
    join named_event as event using (event_no)
    union all
    select 'object_attribute', hash(named.code, attribute.name, attribute.type, attribute.value, epoch_us(attribute.ts))
    from {object_attribute} as attribute
    join named_object as named using (object_no)
    union all
    select 'object_object', hash(origin.code, target.code, relation.qualifier)
    from {object_object} as relation
    join named_object as origin on origin.object_no = relation.from_object_no
    join named_object as target on target.object_no = relation.to_object_no
    union all
    select 'quarantine', hash(source, stream, reason, record) from {quarantine}
    union all
    select 'evidence', hash(event.event_id, stream.name)
    from {evidence} as evidence
    join named_event as event using (event_no)
    join stream on stream.stream_no = evidence.stream_no
    union all
    select 'object_key', hash(named.code, known.name, known.value)
    from {object_key} as known
    join named_object as named using (object_no)
    union all
    select 'identity', hash(alias.code, canonical.code, identity.rule, identity.decision)
    from {identity} as identity
    join named_object as alias using (object_no)
    join named_object as canonical on canonical.object_no = identity.canonical_no
    union all
    select 'identity_suggestion', hash(this.code, that.code, suggestion.score, suggestion.answer)
    from {identity_suggestion} as suggestion
    join named_object as this on this.object_no = suggestion.left_no
    join named_object as that on that.object_no = suggestion.right_no
    union all
    select
        'conflict',
        hash(conflict.kind, named.code, conflict.attribute, conflict.systems, conflict."values", conflict.worth)
    from {conflict} as conflict
    join named_object as named using (object_no)
)
select part, count(*) as rows, sum(code)::varchar as code from hashed group by part order by part

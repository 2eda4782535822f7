-- grain: one row per event and thing it names, but for time_logged, which is fact.time_entry, and what is done here about the firm's work
-- needs: thing
with
told as (
    select event.event_no, event_type.name as event_type, event.ts, event.quality, event.place, event.doubt
    from event
    join event_type using (type_no)
    left join source using (source_no)
    where event_type.name <> 'time_logged' and (source.name is distinct from 'tracework' or event.quality = 'derived')
),

-- each object under the thing it is
known as (
    select canonical.object_no, thing.thing_no, thing.type
    from canonical
    join fact.thing as thing on thing.thing_no = canonical.canonical_no
),

-- a thing that has several names may be named twice; by its own name an event names it once
by_other_name as (
    select distinct relation.event_no, relation.qualifier, known.thing_no, known.type
    from event_object as relation
    join known using (object_no)
    semi join told on told.event_no = relation.event_no
    where known.thing_no <> relation.object_no
),

named as (
    select relation.event_no, relation.qualifier, known.thing_no, known.type
    from event_object as relation
    join known using (object_no)
    where known.thing_no = relation.object_no
    union all
    select by_other_name.*
    from by_other_name
    anti join event_object as own
        on own.event_no = by_other_name.event_no and own.object_no = by_other_name.thing_no and own.qualifier = by_other_name.qualifier
)

select
    named.event_no, told.event_type, told.ts, named.qualifier, named.thing_no, named.type, told.quality, told.place, told.doubt
from named
join told using (event_no)

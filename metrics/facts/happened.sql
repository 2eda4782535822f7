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

-- a thing that has several names may be named twice
named as (
    select distinct relation.event_no, relation.qualifier, canonical.canonical_no as thing_no
    from event_object as relation
    join canonical using (object_no)
    semi join told on told.event_no = relation.event_no
)

select
    named.event_no, told.event_type, told.ts, named.qualifier, named.thing_no, thing.type, told.quality, told.place, told.doubt
from named
join told using (event_no)
join fact.thing as thing using (thing_no)

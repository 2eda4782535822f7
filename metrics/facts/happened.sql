-- grain: one row per event and thing it names, but for time_logged, which is fact.time_entry
-- needs: thing
select distinct
    event.event_no, event_type.name as event_type, event.ts, relation.qualifier, thing.thing_no, thing.type, event.quality,
    event.place, event.doubt
from event
join event_type using (type_no)
join event_object as relation using (event_no)
join canonical using (object_no)
join fact.thing as thing on thing.thing_no = canonical.canonical_no
where event_type.name <> 'time_logged'

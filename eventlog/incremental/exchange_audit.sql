-- grain: one row per event id or object that stands twice, or relation to nothing, among what was exchanged; events have numbers from $first on
with
fresh as (select event_id from event where event_no >= $first),
twice as (
    select event_id from event where event_id in (select event_id from fresh) group by source_no, event_id having count(*) > 1
)
select 'an event stands twice' as what, event_id::varchar as which from twice
union all
select 'a relation to an object that is not there', object_no::varchar
from (
    select distinct object_no from event_object
    -- of events that were exchanged or name what was
    where object_no in (select object_no from (select object_no from memory.changed_event union select object_no from memory.changed_attribute) anti join object using (object_no))
)
union all
select 'a relation of an event that is not there', event_no::varchar
from (select distinct event_no from event_object where event_no >= $first) anti join event using (event_no)
limit 5

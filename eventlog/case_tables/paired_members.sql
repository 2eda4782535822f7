-- grain: one row per piece of work of a case: the k-th start of an activity and its k-th complete become one, others stay alone
create or replace temp table member as
with
touched as (
    select relation.case_object_no as object_no, event.event_no, event.type_no, epoch_us(event.ts) as ts, lower(event.lifecycle) as lifecycle,
        event.resource_no, event.source_no::usmallint as source_no, event.place
    from {relation} as relation
    join event using (event_no)
    where {event_types}
),
started as (
    select *, row_number() over (partition by object_no, type_no order by ts, source_no, place) as turn
    from touched where lifecycle = 'start'
),
completed as (
    select *, row_number() over (partition by object_no, type_no order by ts, source_no, place) as turn
    from touched where lifecycle = 'complete'
)
select
    coalesce(completed.object_no, started.object_no) as object_no,
    coalesce(completed.event_no, started.event_no) as event_no,
    coalesce(completed.type_no, started.type_no) as type_no,
    case when started.ts <= completed.ts then started.ts else coalesce(completed.ts, started.ts) end as ts,
    coalesce(completed.resource_no, started.resource_no) as resource_no,
    coalesce(completed.source_no, started.source_no) as source_no,
    coalesce(completed.place, started.place) as place,
    case when started.ts <= completed.ts then completed.ts - started.ts end as busy_us
from completed
full join started using (object_no, type_no, turn)
union all
select object_no, event_no, type_no, ts, resource_no, source_no, place, null
from touched
where lifecycle is null or lifecycle not in ('start', 'complete');

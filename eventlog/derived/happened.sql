-- grain: happened: one row per event and thing it names; horizon: one row: up to when the log is complete
create or replace temp table recorded as
select event.event_no, event_type.name as event_type, event.ts, thing.thing_no, thing.type
from event
join event_type using (type_no)
join event_object as relation using (event_no)
join thing using (object_no)
{among}
where
    event.quality <> 'derived'
    and event_type.name in (select answer from asked where question = 'recorded');

create or replace temp view happened as
select * from recorded
union all
select event.event_no, event_type.name, event.ts, thing.thing_no, thing.type
from event
join event_type using (type_no)
join event_object as relation using (event_no)
join thing using (object_no)
where event.quality = 'derived' and event_type.name = 'time_and_expense_complete';

-- what a person decided says nothing of how far the systems are read
create or replace temp table horizon as
select max(landed_run.as_of) as as_of
from landed_run
join source using (source_no)
where landed_run.process is null and source.name <> 'tracework';

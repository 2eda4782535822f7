-- grain: one row per load of the generation: its source and run, its events and its records set apart
with
taken as (
    select run_no, count(*) as events from event group by run_no
),

refused as (
    select source, run, count(*) as records from quarantine group by source, run
)

select source.name, landed_run.run, coalesce(taken.events, 0), coalesce(refused.records, 0)
from landed_run
join source using (source_no)
left join taken using (run_no)
left join refused on refused.source = source.name and refused.run = landed_run.run

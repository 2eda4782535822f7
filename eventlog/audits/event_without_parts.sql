-- grain: one row per event whose type, source or run is not in the log
select event.event_no
from event
left join event_type using (type_no)
left join source using (source_no)
left join landed_run using (run_no)
where event_type.type_no is null or source.source_no is null or landed_run.run_no is null or event.ts is null
limit 5

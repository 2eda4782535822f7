-- grain: one row per event whose type, source or time is not in the log, or that names a load which is not
select event.event_no
from event
left join event_type using (type_no)
left join source using (source_no)
left join landed_run on landed_run.run_no = event.run_no
where
    event_type.type_no is null or source.source_no is null or event.ts is null
    or (event.run_no is not null and landed_run.run_no is null)
limit 5

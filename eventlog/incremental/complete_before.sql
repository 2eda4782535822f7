-- grain: one row: up to when the log was complete: what was decided or done here says nothing of how far the systems are read
select max(landed_run.as_of)
from landed_run
left join source using (source_no)
where landed_run.process is null and source.name is distinct from 'tracework'

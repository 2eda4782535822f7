-- grain: one row per piece of evidence whose event, load or stream is not in the log
select evidence.event_no, evidence.run_no, evidence.row
from evidence
left join event using (event_no)
left join landed_run on landed_run.run_no = evidence.run_no
left join stream on stream.stream_no = evidence.stream_no
where
    event.event_no is null or landed_run.run_no is null
    -- the records of a file are in no stream
    or (stream.stream_no is null and (evidence.stream_no is not null or landed_run.process is null))
limit 5

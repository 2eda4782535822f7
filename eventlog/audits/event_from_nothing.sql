-- grain: one row per event that does not lead to the landed records it must: one it was read from; an observed one also to the
-- snapshot before; a derived one to a rule and at least one record
select event.event_id, event.quality
from event
left join (select distinct event_no from evidence) as backed using (event_no)
left join stream on stream.stream_no = event.stream_no
where case event.quality
    when 'derived' then backed.event_no is null or stream.name is null
    when 'observed' then backed.event_no is null or event.run_no is null or event.row is null
    else event.run_no is null or event.row is null
end
limit 5

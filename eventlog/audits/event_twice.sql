-- grain: one row per event id that two events of one source share
select event_id from event group by source_no, event_id having count(*) > 1 limit 5

-- grain: one row per event read from records whose time nobody can have logged, or that is placed outside its own interval, and is not doubted
select event.event_id, event.ts, event.since
from event
join landed_run using (run_no)
where
    (event.stream_no is not null and event.doubt is null and event.ts < timestamp '1970-01-02')
    or (event.quality = 'observed' and (event.since is null or event.since >= event.ts))
    or event.quality not in ('logged', 'business_date', 'observed', 'derived')
limit 5

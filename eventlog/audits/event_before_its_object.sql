-- grain: one row per logged event that lies before an object it happens to came to be, and is not doubted for it
with
logged as (select event_no, event_id, ts from event where quality = 'logged' and doubt is null)

select logged.event_id, logged.ts, object.object_id, object.since
from logged
join event_object as relation using (event_no)
join object using (object_no)
where relation.qualifier = '' and logged.ts < object.since
limit 5

-- grain: one row per logged event that lies before an object it happens to came to be, and is not doubted for it
select event.event_id, event.ts, object.object_id, object.since
from object
join event_object as relation using (object_no)
join event using (event_no)
where relation.qualifier = '' and object.since is not null and event.ts < object.since and event.quality = 'logged' and event.doubt is null
limit 5

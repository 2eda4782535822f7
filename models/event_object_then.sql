-- grain: one row per event that had happened at a moment and was written down by then, and thing it names
select relation.*
from event_object as relation
join event using (event_no)
where greatest(event.ts, coalesce(event.logged_at, event.ts)) <= $moment

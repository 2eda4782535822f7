-- grain: one row per attribute of an event that had happened at a moment and was written down by then
select attribute.*
from event_attribute as attribute
join event using (event_no)
where greatest(event.ts, coalesce(event.logged_at, event.ts)) <= $moment

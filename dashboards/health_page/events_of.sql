-- grain: one row per type of event that the named object takes part in, the latest first
select event_type.name, count(*) as events, max(event.ts) as latest, list(event.event_no order by event.ts desc)[1:$most] as numbers
from object
join event_object using (object_no)
join event using (event_no)
join event_type on event_type.type_no = event.type_no
where object.object_id = $name
group by all
order by latest desc

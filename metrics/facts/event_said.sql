-- grain: one row per event (but those of time logged or posted) and what it says
select attribute.event_no, attribute.name, attribute.value
from event_attribute as attribute
join event using (event_no)
join event_type using (type_no)
where event_type.name not in ('time_logged', 'time_posted')

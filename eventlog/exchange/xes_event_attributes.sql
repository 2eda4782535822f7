-- grain: one row per attribute of an event of the window, by name
select event_no, name, type, value
from event_attribute
where event_no in (select event_no from window_event)
order by event_no, name, event_attribute.rowid

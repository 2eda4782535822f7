-- grain: one row per attribute of an event of the window, in the order of the log
select event_no, name, type, value
from event_attribute
where event_no in (select event_no from window_event)
order by event_no, event_attribute.rowid

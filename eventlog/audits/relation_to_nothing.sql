-- grain: one row per relation whose event or object is not in the log
select event_no, object_no from event_object anti join event using (event_no)
union all
select event_no, object_no from event_object anti join object using (object_no)
limit 5

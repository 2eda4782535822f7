-- grain: one row per object that neither a landed record nor a rule speaks for
select object_id from object where run_no is null and stream_no is null limit 5

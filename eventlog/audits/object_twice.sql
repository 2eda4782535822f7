-- grain: one row per object that stands twice
select object_id from object group by type_no, object_id having count(*) > 1 limit 5

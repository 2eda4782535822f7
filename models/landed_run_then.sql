-- grain: one row per load, complete up to a moment at the latest
select * replace (least(as_of, $moment) as as_of) from landed_run

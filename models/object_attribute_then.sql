-- grain: one row per value of an attribute that held at a moment
-- leave and planned work are said of days to come; a moment that had not come yet was not said
from object_attribute
where
    (ts <= $moment or name in ('on_leave', 'planned_hours'))
    and not (name like '%\_at' escape '\' and coalesce(try_cast(value as timestamp) > $moment, false))

-- grain: one row: how many values of a text column are times, and in which order of day and month; the places in braces come from the formats
with
-- each try is made only where the one before failed, for a failing one is slow; a day after the 12th proves day first,
-- after the 13th where an offset may have moved it by one
fixed as (
    select written, {fixed} as time from {relation}
),
day_first as (
    select written, time, case when time is null then {day_first} end as day from fixed
),
month_first as (
    select written, time, day, case when time is null and day is null then {month_first} end as month from day_first
)
select
    count(*) as filled,
    count(*) filter (time is null and day is null and month is null) as unreadable,
    any_value(written) filter (time is null and day is null and month is null) as example,
    count(*) filter (day(day) > {sure}) as day_only,
    count(month) as month_only
from month_first;

-- grain: one row per case and time at which one attribute changed: its first value, and each later one that differs
insert into staged_case_attribute
with
given as (
    select event.case_id, event.ts, event.row, {type} as type, {value} as value
    from staged_event as event
    join {rows} as source on source.row = event.row
    where event.case_id in (select case_id from attribute_by_case where changes_{place}) and {value} is not null
)
select case_id, {name}, type, value, ts
from given
qualify value is distinct from lag(value) over (partition by case_id order by ts, row);

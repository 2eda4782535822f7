-- grain: one row per value that an event of a process tells of an attribute with few values, the most told first
with
told as (
    select attribute.event_no, attribute.name, attribute.value
    from event_attribute as attribute
    where
        attribute.type in ('string', 'boolean', 'integer')
        and attribute.event_no in (select event_no from step where ts <= epoch_us($moment::timestamp))
),

few as (
    select name, count(*) as times
    from told
    group by name
    having count(distinct value) between 2 and $most_values and count(*) >= $fewest
    order by times desc, name
    limit $most
)

select name, event_no, any_value(value) as value
from told
join few using (name)
group by name, event_no, few.times
order by few.times desc, name, event_no

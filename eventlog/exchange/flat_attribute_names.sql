-- grain: one row per attribute of the chosen cases or of their events, cases first, with a type if all its values have one
with
of_cases as (
    select true as of_case, name, type, value
    from object_attribute
    where object_no in (select object_no from chosen_case)
),
of_events as (
    select false as of_case, name, type, value
    from event_attribute
    where event_no in (select event_no from chosen_step)
),
found as (
    select of_case, name, type, count(*) as times from of_cases where value is not null group by all
    union all
    select of_case, name, type, count(*) as times from of_events where value is not null group by all
)
select of_case, name, case when min(type) = max(type) then min(type) else 'string' end as type
from found
group by of_case, name
order by of_case desc, sum(times) desc, name

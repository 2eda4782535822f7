-- grain: one row per event of the cases $first to $last, in the order of each case, attributes of event and case as columns
with
of_event as (
    select event_no{event_values}
    from event_attribute
    where event_no in (select event_no from window_event)
    group by event_no
),
last_known as (
    select kase.case_no, attribute.name, arg_max(attribute.value, attribute.ts) as value
    from object_attribute as attribute
    join chosen_case as kase using (object_no)
    where kase.case_no between $first and $last
    group by all
),
of_case as (
    select case_no{case_values}
    from last_known
    group by case_no
)
select
    kase.object_id as "case:concept:name",
    window_event.activity as "concept:name",
    window_event.moment::timestamptz as "time:timestamp",
    window_event.lifecycle as "lifecycle:transition",
    window_event.resource as "org:resource"{columns}
from window_event
join chosen_case as kase using (case_no)
left join of_case using (case_no)
left join of_event using (event_no)
order by window_event.place

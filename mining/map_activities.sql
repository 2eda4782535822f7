-- grain: one row per shown activity: its events, the cases that have it, and those that start and end with it
with
kept as (
    select cases, {kept} as activities from chosen_variant
),

done as (
    select activity_no, sum(cases)::bigint as events
    from (select cases, unnest(activities)::integer as activity_no from kept)
    group by activity_no
),

met as (
    select activity_no, sum(cases)::bigint as cases
    from (select cases, unnest(list_distinct(activities))::integer as activity_no from kept)
    group by activity_no
),

first as (select activities[1]::integer as activity_no, sum(cases)::bigint as starts from kept group by 1),

last as (select activities[-1]::integer as activity_no, sum(cases)::bigint as ends from kept group by 1)

select activity_no, events, cases, coalesce(starts, 0) as starts, coalesce(ends, 0) as ends
from done
join met using (activity_no)
left join first using (activity_no)
left join last using (activity_no)
order by activity_no

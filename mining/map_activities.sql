-- grain: one row per shown activity: its events, the cases that have it, and those that start and end with it
with
kept as materialized (
    select cases, {kept} as activities from chosen_variant
),

done as (
    select activity_no, sum(cases)::bigint as events
    from (select cases, unnest(activities) as activity_no from kept)
    group by activity_no
),

-- all but the first time in a case
again as (
    select activity_no, sum(cases)::bigint as events
    from (
        select cases, unnest(list_filter(activities, lambda a, i: list_position(activities, a) < i)) as activity_no
        from kept
    )
    group by activity_no
),

first as (select activities[1] as activity_no, sum(cases)::bigint as starts from kept group by 1),

last as (select activities[-1] as activity_no, sum(cases)::bigint as ends from kept group by 1)

select
    activity_no::integer as activity_no,
    done.events,
    done.events - coalesce(again.events, 0) as cases,
    coalesce(first.starts, 0) as starts,
    coalesce(last.ends, 0) as ends
from done
left join again using (activity_no)
left join first using (activity_no)
left join last using (activity_no)
order by activity_no

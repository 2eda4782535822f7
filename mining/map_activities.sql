-- grain: one row per shown activity: its events, the cases that have it, and those that start and end with it
with
event as (
    select variant_no, cases, unnest(activities)::integer as activity_no, generate_subscripts(activities, 1) as place
    from chosen_variant
),

activity_of_variant as (
    select variant_no, any_value(cases) as cases, activity_no, count(*) as times, min(place) as earliest, max(place) as latest
    from event
    where list_contains($shown::integer[], activity_no)
    group by variant_no, activity_no
),

with_ends as (
    select
        *,
        earliest = min(earliest) over (partition by variant_no) as starts,
        latest = max(latest) over (partition by variant_no) as ends
    from activity_of_variant
)

select
    activity_no,
    sum(times * cases)::bigint as events,
    sum(cases)::bigint as cases,
    coalesce(sum(cases) filter (where starts), 0)::bigint as starts,
    coalesce(sum(cases) filter (where ends), 0)::bigint as ends
from with_ends
group by activity_no

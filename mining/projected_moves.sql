-- grain: one row per variant and move between shown activities, with how often it happens in a case and how often past hidden ones
create or replace temp table projected_move as
with
event as (
    select variant_no, unnest(activities)::integer as activity_no, generate_subscripts(activities, 1) as place
    from chosen_variant
),

linked as (
    select
        variant_no,
        activity_no as from_no,
        lead(activity_no) over later as to_no,
        lead(place) over later - place > 1 as jumps
    from event
    where list_contains($shown::integer[], activity_no)
    window later as (partition by variant_no order by place)
)

select variant_no, from_no, to_no, count(*) as times, count(*) filter (where jumps) as jumps
from linked
where to_no is not null
group by variant_no, from_no, to_no

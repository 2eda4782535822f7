-- grain: one row per variant and move between shown activities, with how often it happens in a case and how often past hidden ones
-- a variant's activities come out of its list together and in order, so the next row is the next activity
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
        lead(activity_no) over () as to_no,
        lead(place) over () - place > 1 as jumps,
        lead(variant_no) over () = variant_no as goes_on
    from event
    where list_contains($shown::integer[], activity_no)
)

select variant_no, from_no, to_no, count(*) as times, count(*) filter (where jumps) as jumps
from linked
where goes_on
group by variant_no, from_no, to_no

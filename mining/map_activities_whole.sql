-- grain: one row per activity of the whole log: its events, the cases that have it, and those that start and end with it
with
first as (select activities[1] as activity_no, sum(cases)::bigint as starts from chosen_variant group by 1),

last as (select activities[-1] as activity_no, sum(cases)::bigint as ends from chosen_variant group by 1)

select activity_no::integer as activity_no, events, cases, coalesce(starts, 0) as starts, coalesce(ends, 0) as ends
from activity
left join first using (activity_no)
left join last using (activity_no)
order by activity_no

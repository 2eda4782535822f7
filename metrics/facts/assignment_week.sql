-- grain: one row per booking and week (by its last day, a Sunday) for which work is planned, in minutes
-- needs: thing, said
select
    thing.thing_no as assignment_no, date_trunc('week', said.ts)::date + 6 as week_end,
    round(sum(try_cast(said.value as double)) * 60)::bigint as minutes
from fact.thing as thing
join fact.said as said using (thing_no)
where thing.type = 'assignment' and said.name = 'planned_hours'
group by thing.thing_no, date_trunc('week', said.ts)::date

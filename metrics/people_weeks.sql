-- grain: one row per person who keeps time and week from `$first` to `$last`: what could be worked, what was, and what was planned, in minutes
-- of days to come the capacity is that of the person's present week, less leave that is told
with
now as (select as_of from fact.span),

worker as (
    select thing_no, object_id, person, role, practice, entity, first_day, last_day, coalesce(weekly_minutes, 2400) as weekly_minutes
    from fact.person
    where keeps_time and {narrowed}
),

turn as (
    select thing_no, ts, sum(case value when 'true' then 1 else -1 end) as began
    from fact.said where name = 'on_leave' group by thing_no, ts
),

spell as (
    select thing_no, ts as since, lead(ts) over in_time as until, sum(began) over in_time as away
    from turn window in_time as (partition by thing_no order by ts)
),

coming as (
    select worker.thing_no, day.day, worker.weekly_minutes / 5 as base_minutes, bool_or(spell.thing_no is not null) as is_away
    from worker
    cross join now
    join fact.entity_day as day on day.entity = worker.entity and day.minutes > 0 and day.day between $first::date and $last::date
    left join spell
        on spell.thing_no = worker.thing_no and spell.away > 0 and day.day + interval 12 hour >= spell.since
        and day.day + interval 12 hour < coalesce(spell.until, timestamp 'infinity')
    where
        day.begins_at > now.as_of
        and day.day >= coalesce(worker.first_day, day.day) and day.day <= coalesce(worker.last_day, day.day)
    group by worker.thing_no, day.day, worker.weekly_minutes
),

able as (
    select person_day.person_no as thing_no, person_day.day, person_day.base_minutes, person_day.capacity_minutes
    from fact.person_day as person_day
    where person_day.day between $first::date and $last::date
    union all
    select thing_no, day, base_minutes, case when is_away then 0 else base_minutes end as capacity_minutes from coming
),

able_week as (
    select
        thing_no, date_trunc('week', day)::date as week, sum(base_minutes) as base, sum(capacity_minutes) as capacity,
        bool_or(capacity_minutes = 0 and base_minutes > 0) as with_leave
    from able
    group by thing_no, date_trunc('week', day)
),

worked as (
    select
        entry.person_no as thing_no, date_trunc('week', entry.day)::date as week, sum(entry.minutes) as worked,
        coalesce(sum(entry.minutes) filter (where entry.billable), 0) as billable
    from fact.time_entry as entry
    left join fact.timecard as card using (card_no)
    where entry.day between $first::date and $last::date and not coalesce(card.is_rejected, false)
    group by entry.person_no, date_trunc('week', entry.day)
),

planned as (
    select assignment.person_no as thing_no, date_trunc('week', planned.week_end)::date as week, sum(planned.minutes) as planned
    from fact.assignment_week as planned
    join fact.assignment as assignment on assignment.thing_no = planned.assignment_no and assignment.withdrawn_at is null
    left join fact.project as project on project.thing_no = assignment.project_no
    where planned.week_end between $first::date and $last::date and project.cancelled_at is null
    group by assignment.person_no, date_trunc('week', planned.week_end)
),

holiday as (
    select entity, date_trunc('week', day)::date as week
    from fact.entity_day
    where day between $first::date and $last::date and holiday is not null and isodow(day) < 6
    group by entity, date_trunc('week', day)
)

select
    worker.object_id, worker.person, worker.role, worker.practice, worker.entity, week,
    coalesce(able_week.capacity, 0)::double as capacity, coalesce(able_week.base, 0)::double as base,
    coalesce(worked.worked, 0)::double as worked, coalesce(worked.billable, 0)::double as billable,
    coalesce(planned.planned, 0)::double as planned,
    case when able_week.with_leave then 'leave' when holiday.entity is not null then 'holiday' else '' end as away
from able_week
full join worked using (thing_no, week)
full join planned using (thing_no, week)
join worker using (thing_no)
left join holiday on holiday.entity = worker.entity and holiday.week = week
order by worker.object_id, week

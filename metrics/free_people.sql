-- grain: one row per role, entity and coming week: how much of the people with that role is free, in minutes, after bookings and what is asked for
-- a request that nobody fills yet takes up a full-time week after another from its wanted day, or from now where that is past
with
now as (select as_of::date as today, date_trunc('week', as_of::date + 7)::date as first_week from fact.span),

week as (
    select unnest(generate_series(first_week, first_week + 7 * ($weeks - 1), interval 7 day))::date as week, today from now
),

worker as (
    select thing_no, role, entity, region, practice, first_day, last_day, coalesce(weekly_minutes, 2400) as weekly_minutes
    from fact.person
    where keeps_time and role is not null and {narrowed}
),

-- leave that is told for days to come
turn as (
    select thing_no, ts, sum(case value when 'true' then 1 else -1 end) as began
    from fact.said where name = 'on_leave' group by thing_no, ts
),

spell as (
    select thing_no, ts as since, lead(ts) over in_time as until, sum(began) over in_time as away
    from turn window in_time as (partition by thing_no order by ts)
),

able as (
    select worker.thing_no, worker.role, worker.entity, week.week, count(*) * worker.weekly_minutes / 5 as minutes
    from worker
    cross join week
    join fact.entity_day as day on day.entity = worker.entity and day.day between week.week and week.week + 6 and day.minutes > 0
    left join spell
        on spell.thing_no = worker.thing_no and spell.away > 0 and day.day + interval 12 hour >= spell.since
        and day.day + interval 12 hour < coalesce(spell.until, timestamp 'infinity')
    where
        spell.thing_no is null
        and day.day >= coalesce(worker.first_day, day.day) and day.day <= coalesce(worker.last_day, day.day)
    group by worker.thing_no, worker.role, worker.entity, week.week, worker.weekly_minutes
),

booked as (
    select worker.role, worker.entity, week.week, sum(planned.minutes) as minutes
    from fact.assignment_week as planned
    join fact.assignment as assignment on assignment.thing_no = planned.assignment_no and assignment.withdrawn_at is null
    join worker on worker.thing_no = assignment.person_no
    join week on date_trunc('week', planned.week_end)::date = week.week
    group by worker.role, worker.entity, week.week
),

-- what is asked for and nobody is booked for
unfilled as (
    select
        request.thing_no, request.role, project.entity, greatest(coalesce(request.wanted_on, now.today), now.first_week) as from_day,
        greatest(request.minutes - coalesce(sum(assignment.minutes), 0), 0) as minutes
    from fact.resource_request as request
    cross join now
    join fact.project as project on project.thing_no = request.project_no and project.cancelled_at is null
    left join fact.request_booked as booked on booked.request_no = request.thing_no
    left join fact.assignment as assignment on assignment.request_no = request.thing_no and assignment.withdrawn_at is null
    where
        request.withdrawn_at is null and request.role is not null and request.minutes is not null and booked.request_no is null
        and coalesce(project.ends_on, now.today) >= now.today
    group by request.thing_no, request.role, project.entity, from_day, request.minutes
),

wanted as (
    select
        unfilled.role, unfilled.entity, week.week,
        sum(least(2400, greatest(unfilled.minutes - 2400 * ((week.week - date_trunc('week', unfilled.from_day)::date) // 7), 0))) as minutes,
        count(*) as requests
    from unfilled
    join week on week.week >= date_trunc('week', unfilled.from_day)::date
    where unfilled.minutes - 2400 * ((week.week - date_trunc('week', unfilled.from_day)::date) // 7) > 0
    group by unfilled.role, unfilled.entity, week.week
),

free as (
    select role, entity, week, count(*) as people, sum(minutes) as able from able group by role, entity, week
)

select
    coalesce(free.role, wanted.role) as role, coalesce(free.entity, wanted.entity) as entity, coalesce(free.week, wanted.week) as week,
    coalesce(free.people, 0) as people, coalesce(free.able, 0) as able_minutes, coalesce(booked.minutes, 0) as booked_minutes,
    coalesce(wanted.minutes, 0) as wanted_minutes
from free
full join wanted on wanted.role = free.role and wanted.entity = free.entity and wanted.week = free.week
left join booked
    on booked.role = coalesce(free.role, wanted.role) and booked.entity = coalesce(free.entity, wanted.entity)
    and booked.week = coalesce(free.week, wanted.week)
where {wanted_narrowed}
order by role, entity, week

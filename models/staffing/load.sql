-- grain: one row per moment, role, entity and week from `$first` to `$last` weeks after the moment's own: what its people can work, are booked
-- for, and what is asked of the role there that nobody is booked for, in minutes, as known at the moment
-- sums are of whole thousandths of a minute, so that they do not depend on the order
-- able: who works there then, by the calendar, less leave that has begun, less those who had left; `base` is the same with leave
with
moment as (select unnest($moments::timestamp[]) as moment),

week as (
    select moment, k as ahead, date_trunc('week', moment)::date + 7 * k::integer as week
    from moment, unnest(generate_series($first::bigint, $last::bigint)) as ks (k)
),

-- who somebody is, as last said by then
described as (
    select
        moment.moment, said.thing_no,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'role') as role,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'entity') as entity,
        max_by(try_cast(said.value as double), {'own': said.own, 'ts': said.ts}) filter (where said.name = 'weekly_hours') as weekly_hours
    from fact.said as said
    join fact.person as person on person.thing_no = said.thing_no and person.keeps_time
    join fact.thing as thing on thing.thing_no = said.thing_no
    join moment on said.ts <= moment.moment and coalesce(thing.since, person.first_day) <= moment.moment
    where said.name in ('role', 'entity', 'weekly_hours')
    group by moment.moment, said.thing_no
),

worker as (
    select
        described.moment, described.thing_no as person_no, described.role, described.entity, person.first_day,
        case when person.last_day < described.moment::date then person.last_day end as last_day,
        round(coalesce(described.weekly_hours, 40) * 12_000)::bigint as day_minutes
    from described
    join fact.person as person using (thing_no)
    where described.role is not null and described.entity is not null
),

turn as (
    select thing_no, ts, sum(case value when 'true' then 1 else -1 end) as began
    from fact.said where name = 'on_leave' group by thing_no, ts
),

spell as (
    select thing_no as person_no, ts as since, coalesce(lead(ts) over in_time, timestamp 'infinity') as until, sum(began) over in_time as away
    from turn window in_time as (partition by thing_no order by ts)
),

day as (
    select week.moment, week.ahead, day.entity, day.day
    from week
    join fact.entity_day as day on day.minutes > 0 and day.day between week.week and week.week + 6
),

able as (
    select
        worker.moment, worker.role, worker.entity, day.ahead, count(distinct worker.person_no) as people, sum(worker.day_minutes) as base,
        sum(worker.day_minutes) filter (where spell.person_no is null) as able
    from worker
    join day on day.moment = worker.moment and day.entity = worker.entity
    left join spell
        on spell.person_no = worker.person_no and spell.away > 0 and spell.since < worker.moment::date
        and day.day + interval 12 hour >= spell.since and day.day + interval 12 hour < spell.until
    where day.day >= coalesce(worker.first_day, day.day) and day.day <= coalesce(worker.last_day, day.day)
    group by worker.moment, worker.role, worker.entity, day.ahead
),

project as (
    select thing_no as project_no, entity, ends_on, coalesce(cancelled_at, timestamp 'infinity') as cancelled_at from fact.project
),

booking as (
    select moment.moment, assignment.thing_no as assignment_no, assignment.request_no, assignment.person_no, assignment.minutes
    from fact.assignment as assignment
    join project using (project_no)
    join moment
        on assignment.booked_at <= moment.moment and coalesce(assignment.withdrawn_at, timestamp 'infinity') > moment.moment
        and project.cancelled_at > moment.moment
),

planned as (
    select booking.moment, week.ahead, worker.role, worker.entity, sum(plan.minutes * 1000) as minutes
    from booking
    join fact.assignment_week as plan using (assignment_no)
    join week on week.moment = booking.moment and plan.week_end = week.week + 6
    join worker on worker.moment = booking.moment and worker.person_no = booking.person_no
    group by booking.moment, week.ahead, worker.role, worker.entity
),

asked as (
    select
        moment.moment, request.thing_no as request_no, request.role, project.entity, request.minutes,
        coalesce(request.withdrawn_at <= moment.moment, false) as given_up,
        date_trunc('week', coalesce(request.wanted_on, request.requested_at))::date as first_week,
        date_trunc('week', coalesce(project.ends_on, request.wanted_on, request.requested_at))::date as last_week
    from fact.resource_request as request
    join project using (project_no)
    join moment on request.requested_at <= moment.moment and project.cancelled_at > moment.moment
    where request.role is not null and project.entity is not null and request.minutes > 0
),

covered as (select moment, request_no, sum(minutes) as minutes from booking where request_no is not null group by moment, request_no),

-- what of a request nobody is booked for is spread over its weeks; one that was withdrawn so is work that nobody was found for
uncovered as (
    select
        asked.moment, asked.role, asked.entity, week.ahead, asked.given_up,
        sum(round(
            1000 * (asked.minutes - coalesce(covered.minutes, 0)) / greatest((asked.last_week - asked.first_week) // 7 + 1, 1)
        )::bigint) as minutes
    from asked
    left join covered using (moment, request_no)
    join week on week.moment = asked.moment and week.week between asked.first_week and asked.last_week
    where asked.minutes > coalesce(covered.minutes, 0)
    group by asked.moment, asked.role, asked.entity, week.ahead, asked.given_up
),

told as (
    select moment, role, entity, ahead, people, base, coalesce(able, 0) as able, 0 as booked, 0 as open, 0 as given_up from able
    union all
    select moment, role, entity, ahead, 0, 0, 0, minutes, 0, 0 from planned
    union all
    select moment, role, entity, ahead, 0, 0, 0, 0, case when given_up then 0 else minutes end, case when given_up then minutes else 0 end
    from uncovered
)

select
    moment, role, entity, ahead, sum(people)::bigint as people, sum(base) / 1000::double as base, sum(able) / 1000::double as able,
    sum(booked) / 1000::double as booked, sum(open) / 1000::double as open, sum(given_up) / 1000::double as given_up
from told
group by moment, role, entity, ahead
order by moment, role, entity, ahead

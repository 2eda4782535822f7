-- grain: one row per moment, person and week from `$first` to `$last` weeks after the moment's own for which more is booked than a full week's work, as known then
-- with every booking of that week, the latest first; minutes; leave is no reason to be told of here
with
moment as (select unnest($moments::timestamp[]) as moment),

week as (
    select moment, k as ahead, date_trunc('week', moment)::date + 7 * k::integer as week
    from moment, unnest(generate_series($first::bigint, $last::bigint)) as ks (k)
),

described as (
    select
        moment.moment, said.thing_no as person_no,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'role') as role,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'practice') as practice,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'entity') as entity,
        max_by(try_cast(said.value as double), {'own': said.own, 'ts': said.ts}) filter (where said.name = 'weekly_hours') as weekly_hours
    from fact.said as said
    join fact.person as person on person.thing_no = said.thing_no and person.keeps_time
    join moment on said.ts <= moment.moment
    where said.name in ('role', 'practice', 'entity', 'weekly_hours')
    group by moment.moment, said.thing_no
),

planned as (
    select
        week.moment, week.ahead, week.week, booking.person_no, booking.object_id, booking.booked_at, booking.bill_rate, booking.currency,
        project.project, project.client, sum(plan.minutes)::bigint as minutes
    from week
    join fact.assignment as booking
        on booking.booked_at <= week.moment and coalesce(booking.withdrawn_at, timestamp 'infinity') > week.moment
    join fact.project as project
        on project.thing_no = booking.project_no and coalesce(project.cancelled_at, timestamp 'infinity') > week.moment
    join fact.assignment_week as plan on plan.assignment_no = booking.thing_no and plan.week_end = week.week + 6
    group by all
),

full_week as (
    select
        week.moment, week.ahead, described.person_no, described.role, described.practice, described.entity,
        sum(round(coalesce(described.weekly_hours, 40) * 12))::bigint as minutes
    from week
    join described on described.moment = week.moment
    join fact.entity_day as day on day.entity = described.entity and day.minutes > 0 and day.day between week.week and week.week + 6
    group by all
)

select
    planned.moment, planned.ahead, person.object_id as person, full_week.role, full_week.practice, full_week.entity,
    sum(planned.minutes)::bigint as booked, any_value(full_week.minutes) as able,
    list(
        {'id': planned.object_id, 'at': planned.booked_at, 'minutes': planned.minutes, 'rate': planned.bill_rate / 100,
         'currency': planned.currency, 'project': planned.project, 'client': planned.client}
        order by planned.booked_at desc, planned.object_id
    ) as bookings
from planned
join full_week on full_week.moment = planned.moment and full_week.ahead = planned.ahead and full_week.person_no = planned.person_no
join fact.person as person on person.thing_no = planned.person_no
group by planned.moment, planned.ahead, person.object_id, full_week.role, full_week.practice, full_week.entity
having sum(planned.minutes) > any_value(full_week.minutes) * 1.05 and count(*) > 1
order by planned.moment, person.object_id, planned.ahead

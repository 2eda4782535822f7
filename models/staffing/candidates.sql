-- grain: one row per request and moment asked about, and person who could be booked then: what they know and cost, and how much of the work they have time for
-- over the request's coming weeks, twelve at most; of leave that which has begun, and with `$told_leave` that which is told for days to come
-- cost and rate of an hour are in hundredths of the project's currency; `need`, `can` and `able` are minutes, summed in whole thousandths
with
asked as (select unnest($requests::varchar[]) as object_id, unnest($moments::timestamp[]) as moment),

request as (
    select
        asked.object_id, asked.moment, request.thing_no as request_no, request.project_no, request.role, request.grade, request.skill,
        request.minutes, project.entity, project.region, project.practice, project.currency, project.contract_no,
        greatest(
            date_trunc('week', coalesce(request.wanted_on, request.requested_at))::date, date_trunc('week', asked.moment)::date + 7
        ) as first_week,
        date_trunc('week', coalesce(request.wanted_on, request.requested_at))::date as wanted_week,
        date_trunc('week', coalesce(project.ends_on, request.wanted_on, request.requested_at))::date as last_week
    from asked
    join fact.resource_request as request using (object_id)
    join fact.project as project on project.thing_no = request.project_no
),

week as (
    select
        object_id, moment, unnest(generate_series(first_week, least(last_week, first_week + 77), interval 7 day))::date as week,
        round(1000 * minutes / greatest((last_week - wanted_week) // 7 + 1, 1))::bigint as need
    from request
    where last_week >= first_week
),

moment as (select distinct moment from asked),

described as (
    select
        moment.moment, said.thing_no as person_no,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'role') as role,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'grade') as grade,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'skills') as skills,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'practice') as practice,
        max_by(said.value, {'own': said.own, 'ts': said.ts}) filter (where said.name = 'entity') as entity,
        max_by(try_cast(said.value as double), {'own': said.own, 'ts': said.ts}) filter (where said.name = 'weekly_hours') as weekly_hours
    from fact.said as said
    join fact.person as person on person.thing_no = said.thing_no and person.keeps_time
    join fact.thing as thing on thing.thing_no = said.thing_no
    join moment on said.ts <= moment.moment and coalesce(thing.since, person.first_day) <= moment.moment
    where
        said.name in ('role', 'grade', 'skills', 'practice', 'entity', 'weekly_hours')
        and coalesce(person.last_day, date '9999-12-31') >= moment.moment::date
    group by moment.moment, said.thing_no
),

turn as (
    select thing_no, ts, sum(case value when 'true' then 1 else -1 end) as began
    from fact.said where name = 'on_leave' group by thing_no, ts
),

spell as (
    select thing_no as person_no, ts as since, coalesce(lead(ts) over in_time, timestamp 'infinity') as until, sum(began) over in_time as away
    from turn window in_time as (partition by thing_no order by ts)
),

-- people of the role, of the practice or with the skill
fit as (
    select request.object_id, request.moment, described.*
        exclude (moment), person.first_day, person.last_day, request.need_role
    from (select *, role as need_role from request) as request
    join described on described.moment = request.moment
    join fact.person as person on person.thing_no = described.person_no
    where
        {narrowed} and (
            described.role = request.need_role or described.practice = request.practice
            or list_contains(list_transform(string_split(described.skills, ','), lambda each: trim(each)), request.skill)
        )
),

able as (
    select
        fit.object_id, fit.moment, fit.person_no, week.week, week.need,
        coalesce(sum(round(coalesce(fit.weekly_hours, 40) * 12_000)::bigint) filter (
            where spell.person_no is null and day.day >= coalesce(fit.first_day, day.day)
        ), 0) as able
    from fit
    join week on week.object_id = fit.object_id and week.moment = fit.moment
    join fact.entity_day as day on day.entity = fit.entity and day.minutes > 0 and day.day between week.week and week.week + 6
    left join spell
        on spell.person_no = fit.person_no and spell.away > 0 and (spell.since < fit.moment::date or $told_leave)
        and day.day + interval 12 hour >= spell.since and day.day + interval 12 hour < spell.until
    group by fit.object_id, fit.moment, fit.person_no, week.week, week.need
),

booked as (
    select moment.moment, booking.person_no, plan.week_end - 6 as week, sum(plan.minutes * 1000) as minutes
    from fact.assignment as booking
    join fact.project as project on project.thing_no = booking.project_no
    join moment
        on booking.booked_at <= moment.moment and coalesce(booking.withdrawn_at, timestamp 'infinity') > moment.moment
        and coalesce(project.cancelled_at, timestamp 'infinity') > moment.moment
    join fact.assignment_week as plan
        on plan.assignment_no = booking.thing_no and plan.week_end >= moment.moment::date and plan.week_end <= moment.moment::date + 400
    group by moment.moment, booking.person_no, plan.week_end
),

time as (
    select
        able.object_id, able.moment, able.person_no, sum(able.need) / 1000::double as need, sum(able.able) / 1000::double as able,
        sum(least(able.need, greatest(able.able - coalesce(booked.minutes, 0), 0))) / 1000::double as can,
        sum(coalesce(booked.minutes, 0)) / 1000::double as booked
    from able
    left join booked on booked.moment = able.moment and booked.person_no = able.person_no and booked.week = able.week
    group by able.object_id, able.moment, able.person_no
),

there as (
    select request.object_id, request.moment, booking.person_no
    from request
    join fact.assignment as booking
        on booking.project_no = request.project_no and booking.booked_at <= request.moment
        and coalesce(booking.withdrawn_at, timestamp 'infinity') > request.moment
),

refused as (
    select distinct request.object_id, request.moment, other.thing_no as person_no
    from request
    join fact.happened as happened on happened.thing_no = request.request_no and happened.event_type = 'candidate_rejected'
    join fact.happened as other on other.event_no = happened.event_no and other.type = 'resource'
    where happened.ts <= request.moment
),

rung as (
    select grade, dense_rank() over (order by avg(rate), grade) as rung from fact.rate where kind = 'standard' and grade is not null group by grade
),

agreed as (
    select contract_no, grade, max(rate) as rate from fact.rate where kind = 'contract' and contract_no is not null group by contract_no, grade
),

none_told as (select case when count(*) = 0 then 10000 end as worth from fact.exchange_rate),

priced as (
    select
        fit.object_id, fit.moment, fit.person_no,
        round(case
            when coalesce(person.cost_currency, request.currency) is not distinct from request.currency then person.cost_rate
            else person.cost_rate * coalesce(paid.worth, none_told.worth) / coalesce(own.worth, none_told.worth)
        end)::double as cost,
        coalesce(agreed.rate, asked_rate.rate)::double as rate
    from (select *, moment::date as day from fit) as fit
    cross join none_told
    join request on request.object_id = fit.object_id and request.moment = fit.moment
    join fact.person as person on person.thing_no = fit.person_no
    left join agreed on agreed.contract_no = request.contract_no and agreed.grade = fit.grade
    left join agreed as asked_rate on asked_rate.contract_no = request.contract_no and asked_rate.grade = request.grade
    asof left join fact.exchange_rate as paid on paid.currency = person.cost_currency and paid.day <= fit.day
    asof left join fact.exchange_rate as own on own.currency = request.currency and own.day <= fit.day
)

select
    fit.object_id as request, fit.moment, person.object_id as id, person.person as name, fit.role, fit.grade, fit.skills, fit.entity,
    person.region, person.is_subcontractor, fit.role = request.role as same_role, fit.practice = request.practice as same_practice,
    coalesce(list_contains(list_transform(string_split(fit.skills, ','), lambda each: trim(each)), request.skill), false) as has_skill,
    abs(own_rung.rung - asked_rung.rung) as rungs, fit.entity = request.entity as same_entity,
    coalesce(person.region = request.region, false) as same_region, time.need, time.can, time.able, time.booked, priced.cost, priced.rate
from fit
join request on request.object_id = fit.object_id and request.moment = fit.moment
join fact.person as person on person.thing_no = fit.person_no
join time on time.object_id = fit.object_id and time.moment = fit.moment and time.person_no = fit.person_no
join priced on priced.object_id = fit.object_id and priced.moment = fit.moment and priced.person_no = fit.person_no
left join rung as own_rung on own_rung.grade = fit.grade
left join rung as asked_rung on asked_rung.grade = request.grade
anti join there on there.object_id = fit.object_id and there.moment = fit.moment and there.person_no = fit.person_no
anti join refused on refused.object_id = fit.object_id and refused.moment = fit.moment and refused.person_no = fit.person_no
order by fit.object_id, fit.moment, person.object_id

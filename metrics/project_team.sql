-- grain: one row per person booked on a project or request that nobody fills, and coming week with hours planned or wanted, in minutes
with
now as (select as_of::date as today, date_trunc('week', as_of::date + 7)::date as first_week from fact.span),

booked as (
    select person.object_id, person.person as name, person.role, date_trunc('week', week.week_end)::date as week, sum(week.minutes) as minutes
    from fact.assignment as booking
    join fact.assignment_week as week on week.assignment_no = booking.thing_no
    left join fact.person as person on person.thing_no = booking.person_no
    cross join now
    where
        booking.project_no = $number and booking.withdrawn_at is null
        and week.week_end between first_week and first_week + 7 * $weeks - 1
    group by all
),

-- what is asked for and nobody is booked for takes up full weeks from its wanted day on
unfilled as (
    select request.object_id, request.role, greatest(coalesce(request.wanted_on, now.today), now.first_week) as from_day, request.minutes
    from fact.resource_request as request
    cross join now
    left join fact.request_booked as booked on booked.request_no = request.thing_no
    where request.project_no = $number and request.withdrawn_at is null and booked.request_no is null and request.minutes is not null
),

wanted as (
    select
        unfilled.object_id, unfilled.role, week.week,
        least(2400, greatest(unfilled.minutes - 2400 * ((week.week - date_trunc('week', unfilled.from_day)::date) // 7), 0)) as minutes
    from unfilled
    join (select unnest(generate_series(first_week, first_week + 7 * ($weeks - 1), interval 7 day))::date as week from now) as week
        on week.week >= date_trunc('week', unfilled.from_day)::date
)

select object_id, name, role, false as is_wanted, week, minutes::double as minutes from booked
union all
select object_id, null as name, role, true as is_wanted, week, minutes::double as minutes from wanted where minutes > 0
order by is_wanted desc, role, object_id, week

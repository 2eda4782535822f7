-- grain: one row per project and moment asked about: what was worked and planned until a week before, and what is planned from then on, as known then
-- the week before is left to the timesheets that are still to come; money is in hundredths of the project's currency
with
asked as (select unnest($projects::bigint[]) as project_no, unnest($moments::timestamp[]) as moment),

course as (
    select
        asked.project_no, asked.moment, date_trunc('week', asked.moment)::date - 7 as cut, project.currency, project.contract_no
    from asked
    join fact.project as project on project.thing_no = asked.project_no
),

-- where no rates are told, all money is of one currency
none_told as (select case when count(*) = 0 then 10000 end as worth from fact.exchange_rate),

agreed as (
    select contract_no, grade, max(rate) as rate from fact.rate where kind = 'contract' and contract_no is not null group by contract_no, grade
),

-- the firm's own last forecast
forecast as (
    select
        course.project_no, course.moment, max(taken.taken_at) as told_at, max_by(taken.revenue, taken.taken_at)::double as told_revenue,
        max_by(taken.cost, taken.taken_at)::double as told_cost, max_by(taken.cost_to_date, taken.taken_at)::double as told_so_far
    from course
    join fact.project_forecast as taken on taken.project_no = course.project_no and taken.taken_at <= course.moment
    group by course.project_no, course.moment
),

-- hours worked, and hours that bookings plan, each on its day (of a week, its last)
hour as (
    select
        course.project_no, course.moment, course.cut, case when entry.day < course.cut then 'worked' else 'after' end as kind, entry.day, entry.person_no, entry.minutes, entry.billable,
        booking.bill_rate, course.currency, course.contract_no
    from course
    join fact.time_entry as entry
        on entry.project_no = course.project_no and entry.day < course.moment
        and coalesce(entry.logged_at, entry.day::timestamp) <= course.moment
    left join fact.assignment as booking on booking.thing_no = entry.assignment_no
    union all
    select
        course.project_no, course.moment, course.cut, case when week.week_end < course.cut then 'planned' else 'to come' end,
        week.week_end, booking.person_no, week.minutes, true, booking.bill_rate, course.currency, course.contract_no
    from course
    join fact.assignment as booking
        on booking.project_no = course.project_no and booking.booked_at <= course.moment
        and coalesce(booking.withdrawn_at, timestamp 'infinity') > course.moment
    join fact.assignment_week as week on week.assignment_no = booking.thing_no
),

dated as (select *, least(day, moment::date) as rated_on from hour),

-- in thousandths of a hundredth, whole, so that the sum does not depend on the order
priced as (
    select
        dated.project_no, dated.moment, dated.cut, dated.kind, dated.day, dated.minutes, dated.billable, person.is_subcontractor,
        round(coalesce(dated.bill_rate, agreed.rate) * dated.minutes / 60 * 1000)::bigint as worth,
        round(1000 * dated.minutes / 60 * case
            when coalesce(person.cost_currency, dated.currency) is not distinct from dated.currency then person.cost_rate
            else person.cost_rate * coalesce(paid.worth, none_told.worth) / coalesce(own.worth, none_told.worth)
        end)::bigint as cost
    from dated
    cross join none_told
    join fact.person as person on person.thing_no = dated.person_no
    left join fact.person_version as version
        on version.person_no = dated.person_no and dated.rated_on >= version.since and dated.rated_on < version.until
    left join agreed on agreed.contract_no = dated.contract_no and agreed.grade = version.grade
    asof left join fact.exchange_rate as paid on paid.currency = person.cost_currency and paid.day <= dated.rated_on
    asof left join fact.exchange_rate as own on own.currency = dated.currency and own.day <= dated.rated_on
),

summed as (
    select
        priced.project_no, priced.moment,
        coalesce(sum(minutes) filter (where kind = 'worked'), 0)::double as worked,
        coalesce(sum(cost) filter (where kind = 'worked'), 0) / 1000.0::double as worked_cost,
        coalesce(sum(worth) filter (where kind = 'worked' and billable), 0) / 1000.0::double as worked_worth,
        coalesce(sum(worth) filter (where kind = 'worked' and not billable), 0) / 1000.0::double as free_worth,
        coalesce(sum(minutes) filter (where kind = 'worked' and not billable), 0)::double as free,
        coalesce(sum(minutes) filter (where kind = 'planned'), 0)::double as planned,
        coalesce(sum(cost) filter (where kind = 'planned'), 0) / 1000.0::double as planned_cost,
        coalesce(sum(worth) filter (where kind = 'planned'), 0) / 1000.0::double as planned_worth,
        coalesce(sum(minutes) filter (where kind = 'to come'), 0)::double as coming,
        coalesce(sum(cost) filter (where kind = 'to come'), 0) / 1000.0::double as coming_cost,
        coalesce(sum(worth) filter (where kind = 'to come'), 0) / 1000.0::double as coming_worth,
        coalesce(sum(cost) filter (where kind = 'worked' and day >= cut - 56), 0) / 1000.0::double as lately_worked_cost,
        coalesce(sum(cost) filter (where kind = 'planned' and day >= cut - 56), 0) / 1000.0::double as lately_planned_cost,
        coalesce(sum(cost) filter (where kind in ('planned', 'to come') and is_subcontractor), 0) / 1000.0::double as supplier_cost,
        coalesce(sum(minutes) filter (where kind in ('planned', 'to come') and is_subcontractor), 0)::double as supplier_minutes,
        coalesce(sum(cost) filter (where kind in ('worked', 'after') and day < forecast.told_at::date), 0) / 1000.0::double as told_time_cost
    from priced
    left join forecast on forecast.project_no = priced.project_no and forecast.moment = priced.moment
    group by priced.project_no, priced.moment
),

uncovered as (
    select course.project_no, course.moment, sum(request.minutes)::double as minutes
    from course
    join fact.resource_request as request
        on request.project_no = course.project_no and request.requested_at <= course.moment
        and coalesce(request.withdrawn_at, timestamp 'infinity') > course.moment
    left join fact.assignment as booking
        on booking.request_no = request.thing_no and booking.booked_at <= course.moment
        and coalesce(booking.withdrawn_at, timestamp 'infinity') > course.moment
    where booking.thing_no is null
    group by course.project_no, course.moment
)

select
    course.project_no, course.moment, summed.* exclude (project_no, moment), coalesce(uncovered.minutes, 0)::double as uncovered,
    forecast.told_revenue, forecast.told_cost, coalesce(forecast.told_so_far, 0)::double as told_so_far
from course
left join summed using (project_no, moment)
left join uncovered using (project_no, moment)
left join forecast using (project_no, moment)
order by course.project_no, course.moment

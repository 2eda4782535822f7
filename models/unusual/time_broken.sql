-- grain: one row per timesheet, rule that its time breaks, and project (null off projects), with the minutes concerned and what they cost
-- a rule that needs what the log has none of (bookings, calendars, days of employment) finds nothing
with
closed as (
    select happened.thing_no as project_no, max(happened.ts) as closed_at
    from fact.happened as happened
    where happened.event_type = 'project_closed' and happened.type = 'project'
    group by happened.thing_no
),

booked as (
    select
        person_no, project_no, min(starts_on) filter (where withdrawn_at is null) as first_day,
        max(ends_on) filter (where withdrawn_at is null) as last_day,
        bool_and(withdrawn_at is not null) as withdrawn,
        bool_or(withdrawn_at is null and (starts_on is null or ends_on is null)) as without_days
    from fact.assignment
    where person_no is not null and project_no is not null
    group by person_no, project_no
),

booked_projects as (select distinct project_no from booked),

planned as (
    select booking.person_no, week.week_end, sum(week.minutes) as minutes
    from fact.assignment_week as week
    join fact.assignment as booking on booking.thing_no = week.assignment_no
    where booking.withdrawn_at is null
    group by booking.person_no, week.week_end
),

entry as (
    select
        entry.*, sheet.object_id as sheet_id, sheet.week_end, person.object_id as person_id, person.person as name, person.entity, person.practice as own_practice, person.cost_rate, person.cost_currency,
        coalesce(entity.zone, 'UTC') as zone, person.first_day as employed_from, person.last_day as employed_until
    from fact.time_entry as entry
    join fact.timesheet as sheet on sheet.thing_no = entry.sheet_no
    join fact.person as person on person.thing_no = entry.person_no
    left join fact.entity as entity on entity.entity = person.entity
    where entry.minutes > 0
),

broken as (
    select entry.*, 'closed_project' as rule, timezone(entry.zone, timezone('UTC', closed.closed_at))::date as compared_with
    from entry
    join closed using (project_no)
    where entry.day > timezone(entry.zone, timezone('UTC', closed.closed_at))::date
    union all by name
    -- of a project on which nobody is booked, nothing follows from not being
    select entry.*, case when booked.withdrawn then 'withdrawn_booking' else 'not_booked' end as rule, null::date as compared_with
    from entry
    join booked_projects using (project_no)
    left join booked using (person_no, project_no)
    where booked.person_no is null or booked.withdrawn
    union all by name
    select
        entry.*, 'outside_booking' as rule,
        case when entry.day < booked.first_day then booked.first_day else booked.last_day end as compared_with
    from entry
    join booked using (person_no, project_no)
    where
        not booked.withdrawn and not booked.without_days
        and (date_trunc('week', entry.day) + interval 6 day < booked.first_day or date_trunc('week', entry.day) > booked.last_day)
    union all by name
    select
        entry.*, 'not_employed' as rule,
        case when entry.day < entry.employed_from then entry.employed_from else entry.employed_until end as compared_with
    from entry
    where entry.day < entry.employed_from or entry.day > entry.employed_until
    union all by name
    select entry.*, 'on_leave' as rule, null::date as compared_with
    from entry
    join fact.person_day as day using (person_no, day)
    where day.base_minutes > 0 and day.capacity_minutes = 0
    union all by name
    select entry.*, 'day_off' as rule, null::date as compared_with
    from entry
    join fact.entity_day as day on day.entity = entry.entity and day.day = entry.day
    where day.minutes = 0
    union all by name
    -- where as much was planned, the bookings are wrong before the time is
    select
        entry.* replace (null as project_no),
        case when planned.minutes >= 0.8 * sum(entry.minutes) over (partition by entry.sheet_id) then 'booked_over_a_day' else 'over_a_day' end
            as rule,
        null::date as compared_with
    from entry
    left join planned using (person_no, week_end)
    qualify sum(entry.minutes) over (partition by entry.person_no, entry.day) > 24 * 60
)

select
    broken.sheet_id, broken.week_end, broken.rule, broken.person_id, coalesce(broken.name, broken.person_id) as name, broken.entity,
    project.object_id as project_id, project.project, coalesce(project.practice, broken.own_practice) as practice, project.client,
    broken.cost_currency, sum(broken.minutes) as minutes, count(distinct broken.day) as days, min(broken.day) as first_day,
    max(broken.day) as last_day, min(broken.compared_with) as compared_with, max(broken.logged_at) as logged_at,
    sum(broken.minutes * broken.cost_rate) / 60 as cost
from broken
left join fact.project as project on project.thing_no = broken.project_no
group by all
order by broken.sheet_id, broken.rule, project_id

-- grain: one row per timesheet with time in it: what it is compared by, and what of it is
-- `over_plan` is of the project most above what was planned on it that week, as a logarithm; `as_before` how many weeks in a row have had
-- just these hours, day by day and project by project
with
entry as (
    select entry.*, sheet.object_id as sheet_id, sheet.week_end
    from fact.time_entry as entry
    join fact.timesheet as sheet on sheet.thing_no = entry.sheet_no
    where entry.minutes > 0 and sheet.week_end is not null and entry.person_no is not null
),

by_day as (
    select sheet_id, person_no, day, sum(minutes) as minutes from entry group by sheet_id, person_no, day
),

longest as (select sheet_id, max(minutes) as longest_day from by_day group by sheet_id),

-- one of several of the same hours is the first by name, so that the same log gives the same
by_project as (
    select
        entry.sheet_id, entry.person_no, entry.project_no, entry.week_end, sum(entry.minutes) as minutes,
        any_value(project.object_id) as project_id, any_value(coalesce(project.billing_type, '')) as project_type
    from entry
    left join fact.project as project on project.thing_no = entry.project_no
    group by entry.sheet_id, entry.person_no, entry.project_no, entry.week_end
),

main_project as (
    select sheet_id, arg_max(project_type, {'minutes': minutes, 'id': project_id}) as project_type
    from by_project where project_no is not null group by sheet_id
),

planned as (
    select booking.person_no, booking.project_no, week.week_end, sum(week.minutes) as minutes
    from fact.assignment_week as week
    join fact.assignment as booking on booking.thing_no = week.assignment_no
    where booking.withdrawn_at is null
    group by booking.person_no, booking.project_no, week.week_end
),

over_plan as (
    select
        by_project.sheet_id, max(ln(by_project.minutes / planned.minutes)) as over_plan,
        arg_max(by_project.project_id, {'over': by_project.minutes / planned.minutes, 'id': by_project.project_id}) as over_project,
        arg_max(by_project.minutes, {'over': by_project.minutes / planned.minutes, 'id': by_project.project_id}) as over_minutes,
        arg_max(planned.minutes, {'over': by_project.minutes / planned.minutes, 'id': by_project.project_id}) as over_planned
    from by_project
    join planned using (person_no, project_no, week_end)
    where planned.minutes >= 240
    group by by_project.sheet_id
),

told as (
    select
        sheet_id, any_value(person_no) as person_no, any_value(week_end) as week_end, sum(minutes) as minutes,
        avg(greatest(date_diff('minute', day + interval 1 day, logged_at), 0)) / (24 * 60) as days_late,
        hash(list({'day': dayofweek(day), 'project': project_no, 'minutes': minutes} order by day, project_no, minutes)) as hours,
        count(distinct project_no) as projects, max(logged_at) as logged_at
    from entry group by sheet_id
),

run_of_weeks as (
    select
        sheet_id,
        hours is distinct from lag(hours) over by_person
        or week_end is distinct from lag(week_end) over by_person + 7 as begins
    from told
    window by_person as (partition by person_no order by week_end, sheet_id)
),

numbered as (
    select
        told.sheet_id, told.person_no, told.week_end,
        sum(begins::integer) over (partition by told.person_no order by told.week_end, told.sheet_id) as run
    from told join run_of_weeks using (sheet_id)
),

repeated as (
    select sheet_id, row_number() over (partition by person_no, run order by week_end, sheet_id) - 1 as as_before from numbered
),

-- without leave: when that was told, the log does not say
capacity as (
    select sheet.object_id as sheet_id, sum(day.base_minutes) as minutes
    from fact.timesheet as sheet
    join fact.person_day as day
        on day.person_no = sheet.person_no and day.day between sheet.week_end - 6 and sheet.week_end
    group by sheet.object_id
)

select
    told.sheet_id, told.week_end, person.object_id as person_id, coalesce(person.person, person.object_id) as name, person.entity, person.practice, coalesce(person.role, '') as role,
    coalesce(main_project.project_type, 'none') as project_type, told.minutes::double as minutes,
    capacity.minutes as capacity, longest.longest_day::double as longest_day, over_plan.over_plan, project.project as over_project,
    over_plan.over_project as over_project_id, over_plan.over_minutes, over_plan.over_planned, told.days_late,
    case when told.projects > 0 then repeated.as_before else 0 end::double as as_before, told.logged_at,
    person.cost_rate, person.cost_currency
from told
join longest using (sheet_id)
join repeated using (sheet_id)
join fact.person as person on person.thing_no = told.person_no
left join main_project using (sheet_id)
left join over_plan using (sheet_id)
left join capacity using (sheet_id)
left join fact.project as project on project.object_id = over_plan.over_project
order by told.week_end, told.sheet_id

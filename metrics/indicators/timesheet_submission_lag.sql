-- grain: one row per timesheet that is due, and measure
-- title = "Timesheet submission lag"
-- question = "How long after the week's last working day is time handed in?"
-- population = "Timesheets expected of people who could work in the week, written or not, placed by the end of the week's last working day in the person's entity"
-- owner = "Operations leader"
-- source = "Tracework. Near to it: Rocketlane's report 'Timesheet submissions', which counts what is late but not how late"
-- rests_on = ["timesheet_submitted"]
-- about_people = true
-- [[measure]]
-- title = "Timesheet submission lag"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- [[measure]]
-- name = "on_time_share"
-- title = "Timesheets in time"
-- aggregate = "ratio"
-- unit = "share"
-- better = "higher"
with
sheet as (
    select
        timesheet.object_id, timesheet.person_no as person, timesheet.due_at, timesheet.submitted_at, person.entity, version.practice,
        timezone('UTC', timezone(
            coalesce(entity.zone, 'UTC'), (timesheet.week_end + 1)::timestamp + to_minutes(deadline.value::bigint)
        )) as deadline
    from fact.timesheet as timesheet
    join fact.person as person on person.thing_no = timesheet.person_no
    left join fact.entity as entity on entity.entity = person.entity
    left join fact.person_version as version
        on version.person_no = timesheet.person_no and timesheet.week_end >= version.since and timesheet.week_end < version.until
    cross join (select value from fact.setting where name = 'timesheet_deadline_minutes') as deadline
    where timesheet.expected
)

select 'value' as measure, object_id, person, entity, practice, due_at as starts_at, submitted_at as ends_at from sheet
union all by name
select
    'on_time_share' as measure, object_id, person, entity, practice, due_at as at,
    case when submitted_at <= deadline then 1 else 0 end as numerator, 1 as denominator
from sheet

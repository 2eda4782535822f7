-- grain: one row per person, day and project with what was worked, the first of a day with what could be; one per person and day without work
-- title = "Utilization"
-- question = "How much of the time that people could work is billable?"
-- population = "People who keep time and the days that are over: working days without leave below the line, billable hours recorded and not rejected on any day above it"
-- owner = "Resource manager"
-- source = "Tracework: billable hours over calendar hours without holidays and leave. Beside it the formulas of Certinia (About Utilization Formulae), Kantata, SuiteProjects Pro (OpenAir) and Productive"
-- needs = ["time_logged"]
-- rests_on = ["timesheet_corrected", "timesheet_rejected"]
-- about_people = true
-- [[measure]]
-- title = "Utilization"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "worked_hours"
-- better = "higher"
-- below = "denominator"
-- above_only = ["service_line", "client", "project", "project_manager", "billing_type"]
-- formula = "billable hours ÷ (calendar hours − holidays − leave)"
-- [[measure]]
-- name = "certinia"
-- title = "Utilization, Certinia historical"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "worked_hours"
-- better = "higher"
-- below = "denominator"
-- as_measure = "value"
-- above_only = ["service_line", "client", "project", "project_manager", "billing_type"]
-- formula = "Certinia historical: (billable + credited hours, here 0) ÷ (calendar hours − excluded hours)"
-- [[measure]]
-- name = "kantata"
-- title = "Utilization, Kantata by billable entry"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "worked_hours"
-- better = "higher"
-- below = "denominator"
-- as_measure = "value"
-- above_only = ["service_line", "client", "project", "project_manager", "billing_type"]
-- formula = "Kantata, by billable entry: billable hours ÷ (workweek − time off − holidays)"
-- [[measure]]
-- name = "openair"
-- title = "Utilization, OpenAir base schedule"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "worked_hours"
-- better = "higher"
-- as_measure = "value"
-- below = "value"
-- above_only = ["service_line", "client", "project", "project_manager", "billing_type"]
-- formula = "OpenAir, base schedule: billable hours ÷ (hours a day − holidays), leave not taken off"
-- [[measure]]
-- name = "productive"
-- title = "Utilization, Productive"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "worked_hours"
-- better = "higher"
-- as_measure = "value"
-- below = "weight"
-- formula = "Productive: billable hours ÷ hours worked"
with
span as (select as_of from fact.span),

recorded as (
    select
        entry.person_no, entry.project_no, entry.day, sum(entry.minutes) as minutes,
        coalesce(sum(entry.minutes) filter (where entry.billable), 0) as billable_minutes,
        -- by what the project is called: numbers of things are other ones in another log
        row_number() over (partition by entry.person_no, entry.day order by any_value(project.object_id)) as place
    from fact.time_entry as entry
    left join fact.timecard as card using (card_no)
    left join fact.project as project on project.thing_no = entry.project_no
    where not coalesce(card.is_rejected, false)
    group by entry.person_no, entry.project_no, entry.day
),

worked as (
    select
        recorded.person_no, recorded.day, recorded.place, coalesce(there.begins_at, recorded.day::timestamp) as "at", person.entity, version.practice,
        project.service_line, project.client, project.project, project.project_manager, project.billing_type,
        recorded.billable_minutes, recorded.minutes, there.day is not null as has_calendar
    from recorded
    join fact.person as person on person.thing_no = recorded.person_no and person.keeps_time
    left join fact.person_version as version
        on version.person_no = recorded.person_no and recorded.day >= version.since and recorded.day < version.until
    left join fact.project as project on project.thing_no = recorded.project_no
    left join fact.entity_day as there on there.entity = person.entity and there.day = recorded.day
    cross join span
    where coalesce(there.ends_at, recorded.day + interval 1 day) <= span.as_of
),

able as (
    select
        person_day.person_no, person_day.day, 1 as place, person_day.begins_at as "at", person_day.entity, person_day.practice,
        person_day.capacity_minutes, person_day.base_minutes
    from fact.person_day as person_day
    cross join span
    where person_day.ends_at <= span.as_of and person_day.base_minutes > 0
),

-- what could be worked stands beside the first of what was; below the line of the formula that asks what was worked it is nothing;
-- where the entity has no calendar nobody knows it, so the day is only of the formula that asks what was worked
share as (
    select
        coalesce(worked.person_no, able.person_no) as person_no, coalesce(worked.day, able.day) as day, coalesce(worked."at", able."at") as "at",
        coalesce(worked.entity, able.entity) as entity, coalesce(worked.practice, able.practice) as practice, worked.service_line,
        worked.client, worked.project, worked.project_manager, worked.billing_type, coalesce(worked.billable_minutes, 0) as numerator,
        case
            when worked.minutes is null then nullif(able.capacity_minutes, 0)
            when worked.has_calendar then coalesce(able.capacity_minutes, 0)
        end as denominator,
        case when worked.minutes is null or worked.has_calendar then coalesce(able.base_minutes, 0) end as value, worked.minutes as weight
    from worked
    full join able using (person_no, day, place)
)

select 'value' as measure, share.* exclude (person_no, day), share.person_no as person, thing.object_id || '/' || share.day as object_id
from share
join fact.thing as thing on thing.thing_no = share.person_no

-- grain: one row per part of a timesheet, with when it was first submitted, rejected, approved and posted, and whether its last answer was no
-- needs: happened, event_said, time_entry, thing
with
said as (select event_no, any_value(value) as timecard from fact.event_said where name = 'timecard' group by event_no),

step as (
    select happened.event_no, happened.event_type, happened.ts, happened.place, happened.thing_no as sheet_no, said.timecard
    from fact.happened as happened
    left join said using (event_no)
    where
        happened.type = 'timesheet'
        and happened.event_type in ('timesheet_submitted', 'timesheet_corrected', 'timesheet_rejected', 'timesheet_approved')
),

posting as (
    select
        event.event_no, event.ts, happened.thing_no as sheet_no,
        max(attribute.value) filter (where attribute.name = 'timecard') as timecard,
        max(round(try_cast(attribute.value as double) * 60)::integer) filter (where attribute.name = 'hours') as minutes
    from event
    join event_type using (type_no)
    join fact.happened as happened using (event_no)
    left join event_attribute as attribute using (event_no)
    where event_type.name = 'time_posted' and happened.type = 'timesheet'
    group by event.event_no, event.ts, happened.thing_no
),

stated as (
    select
        sheet_no, timecard,
        min(ts) filter (where event_type = 'timesheet_submitted') as submitted_at,
        max(ts) filter (where event_type = 'timesheet_rejected') as rejected_at,
        max(ts) filter (where event_type = 'timesheet_approved') as approved_at,
        coalesce(
            arg_max(event_type, {'ts': ts, 'place': place, 'event_no': event_no}) filter (where event_type <> 'timesheet_submitted')
            = 'timesheet_rejected', false
        ) as is_rejected
    from step group by sheet_no, timecard
),

posted as (
    select sheet_no, timecard, max(ts) as posted_at, sum(minutes) as posted_minutes from posting group by sheet_no, timecard
),

logged as (
    select
        sheet_no, timecard, min(person_no) as person_no, min(project_no) as project_no, min(assignment_no) as assignment_no,
        min(billing_event_no) as billing_event_no, sum(minutes) as minutes, sum(minutes) filter (where billable) as billable_minutes,
        min(logged_at) as logged_at
    from fact.time_entry group by sheet_no, timecard
),

about as (
    select
        step.sheet_no, step.timecard,
        min(happened.thing_no) filter (where happened.type = 'project') as project_no,
        min(happened.thing_no) filter (where happened.type = 'billing_event') as billing_event_no
    from step
    join fact.happened as happened using (event_no)
    where happened.type in ('project', 'billing_event')
    group by step.sheet_no, step.timecard
),

known as (
    select sheet_no, timecard from stated
    union
    select sheet_no, timecard from posted
    union
    select sheet_no, timecard from logged
),

owner as (
    select from_no as sheet_no, min(to_no) as owner_no
    from fact.related where from_type = 'timesheet' and qualifier = 'of' and to_type = 'resource' group by from_no
)

select
    hash({'sheet': known.sheet_no, 'timecard': known.timecard}) as card_no, known.sheet_no, known.timecard,
    coalesce(owner.owner_no, logged.person_no) as person_no, coalesce(logged.project_no, about.project_no) as project_no,
    logged.assignment_no, coalesce(logged.billing_event_no, about.billing_event_no) as billing_event_no,
    coalesce(logged.minutes, 0) as minutes, coalesce(logged.billable_minutes, 0) as billable_minutes, logged.logged_at,
    stated.submitted_at, stated.rejected_at, stated.approved_at, coalesce(stated.is_rejected, false) as is_rejected,
    posted.posted_at, posted.posted_minutes
from known
left join stated on stated.sheet_no = known.sheet_no and stated.timecard is not distinct from known.timecard
left join posted on posted.sheet_no = known.sheet_no and posted.timecard is not distinct from known.timecard
left join logged on logged.sheet_no = known.sheet_no and logged.timecard is not distinct from known.timecard
left join about on about.sheet_no = known.sheet_no and about.timecard is not distinct from known.timecard
left join owner on owner.sheet_no = known.sheet_no

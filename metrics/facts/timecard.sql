-- grain: one row per part of a timesheet, with when it was first submitted, rejected, approved and posted, and whether its last answer was no
-- its project and the billing event it is in are those of its time, else those that its first submission names
-- needs: happened, event_said, time_entry, related
with
said as (select event_no, any_value(value) as timecard from fact.event_said where name = 'timecard' group by event_no),

step as (
    select
        happened.event_no, happened.event_type, happened.ts, happened.place, happened.thing_no as sheet_no, said.timecard,
        hash({'sheet': happened.thing_no, 'timecard': said.timecard}) as card_no
    from fact.happened as happened
    left join said using (event_no)
    where
        happened.type = 'timesheet'
        and happened.event_type in ('timesheet_submitted', 'timesheet_corrected', 'timesheet_rejected', 'timesheet_approved')
),

stated as (
    select
        card_no, any_value(sheet_no) as sheet_no, any_value(timecard) as timecard,
        min(ts) filter (where event_type = 'timesheet_submitted') as submitted_at,
        max(ts) filter (where event_type = 'timesheet_rejected') as rejected_at,
        max(ts) filter (where event_type = 'timesheet_approved') as approved_at,
        coalesce(
            arg_max(event_type, {'ts': ts, 'place': place, 'event_no': event_no}) filter (where event_type <> 'timesheet_submitted')
            = 'timesheet_rejected', false
        ) as is_rejected
    from step group by card_no
),

submission as (
    select event_no, card_no from step where event_type = 'timesheet_submitted'
),

about as (
    select
        submission.card_no, min(happened.thing_no) filter (where happened.type = 'project') as project_no,
        min(happened.thing_no) filter (where happened.type = 'billing_event') as billing_event_no
    from fact.happened as happened
    join submission using (event_no)
    where happened.event_type = 'timesheet_submitted' and happened.type in ('project', 'billing_event')
    group by submission.card_no
),

posting as (
    select
        event.event_no, event.ts, happened.thing_no as sheet_no,
        max(attribute.value) filter (where attribute.name = 'timecard') as timecard,
        max(round(try_cast(attribute.value as double) * 60)::integer) filter (where attribute.name = 'hours') as minutes
    from fact.happened as happened
    join event using (event_no)
    left join event_attribute as attribute using (event_no)
    where happened.event_type = 'time_posted' and happened.type = 'timesheet'
    group by event.event_no, event.ts, happened.thing_no
),

posted as (
    select
        hash({'sheet': sheet_no, 'timecard': timecard}) as card_no, any_value(sheet_no) as sheet_no, any_value(timecard) as timecard,
        max(ts) as posted_at, sum(minutes) as posted_minutes
    from posting group by card_no
),

logged as (
    select
        card_no, any_value(sheet_no) as sheet_no, any_value(timecard) as timecard, min(person_no) as person_no,
        min(project_no) as project_no, min(assignment_no) as assignment_no, min(billing_event_no) as billing_event_no,
        sum(minutes) as minutes, sum(minutes) filter (where billable) as billable_minutes, min(logged_at) as logged_at
    from fact.time_entry where card_no is not null group by card_no
),

owner as (
    select from_no as sheet_no, min(to_no) as owner_no
    from fact.related where from_type = 'timesheet' and qualifier = 'of' and to_type = 'resource' group by from_no
),

card as (
    select
        card_no, coalesce(stated.sheet_no, logged.sheet_no, posted.sheet_no) as sheet_no,
        coalesce(stated.timecard, logged.timecard, posted.timecard) as timecard, logged.person_no, logged.project_no, logged.assignment_no,
        logged.billing_event_no, coalesce(logged.minutes, 0) as minutes, coalesce(logged.billable_minutes, 0) as billable_minutes,
        logged.logged_at, stated.submitted_at, stated.rejected_at, stated.approved_at, coalesce(stated.is_rejected, false) as is_rejected,
        posted.posted_at, posted.posted_minutes
    from stated
    full join logged using (card_no)
    full join posted using (card_no)
)

select
    card.* replace (
        coalesce(owner.owner_no, card.person_no) as person_no, coalesce(card.project_no, about.project_no) as project_no,
        coalesce(card.billing_event_no, about.billing_event_no) as billing_event_no
    )
from card
left join about using (card_no)
left join owner using (sheet_no)

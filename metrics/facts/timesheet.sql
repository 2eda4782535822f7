-- grain: one row per timesheet: a person and a week, with when it was due and when the last of its parts was first submitted
-- `expected`: the person could have worked in the week, so one is due, written or not
-- needs: thing, said, related, happened, timecard
with
known as (
    select
        thing_no, any_value(try_cast(value as date)) filter (where name = 'week_end') as week_end,
        bool_or(value = 'true') filter (where name = 'expected') as missing
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'timesheet')
    group by thing_no
),

owner as (
    select from_no as thing_no, min(to_no) as person_no
    from fact.related where from_type = 'timesheet' and qualifier = 'of' and to_type = 'resource' group by from_no
),

due as (select thing_no, min(ts) as due_at from fact.happened where event_type = 'timesheet_due' and type = 'timesheet' group by thing_no),

handed_in as (
    select
        sheet_no as thing_no,
        case when bool_and(submitted_at is not null or minutes = 0) then max(submitted_at) end as submitted_at
    from fact.timecard group by sheet_no
)

select
    thing.thing_no, thing.object_id, owner.person_no, known.week_end, due.due_at, due.due_at is not null as expected,
    coalesce(known.missing, false) as missing, handed_in.submitted_at
from fact.thing as thing
left join known using (thing_no)
left join owner using (thing_no)
left join due using (thing_no)
left join handed_in using (thing_no)
where thing.type = 'timesheet'

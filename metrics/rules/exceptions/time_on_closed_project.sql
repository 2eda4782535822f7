-- grain: one row per part of a timesheet with work on days after its project was closed
-- title = "Time on a closed project"
-- kind = "conflicting_data"
-- severity = "medium"
-- owner = "Project manager"
-- source = "Tracework: no work after the close"
-- process = "time_capture"
with
closed as (
    select thing_no, max(ts) as closed_at
    from fact.happened where event_type = 'project_closed' and type = 'project' group by thing_no
),

last_day as (select card_no, max(day) as day from fact.time_entry group by card_no)

select
    sheet.object_id, card.timecard as part, greatest(card.logged_at, closed.closed_at) as raised_at, person.entity, card.project_no,
    card.minutes * billed.rate / 60 as money, billed.currency
from fact.timecard as card
join closed on closed.thing_no = card.project_no
join last_day using (card_no)
join fact.timesheet as sheet on sheet.thing_no = card.sheet_no
join fact.person as person on person.thing_no = card.person_no
left join fact.entity as entity on entity.entity = person.entity
left join fact.timecard_rate as billed on billed.card_no = card.card_no
where last_day.day > timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', closed.closed_at))::date

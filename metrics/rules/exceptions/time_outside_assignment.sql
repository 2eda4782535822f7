-- grain: one row per part of a timesheet of a person who is not booked on its project
-- title = "Time outside the assignment"
-- kind = "conflicting_data"
-- severity = "medium"
-- owner = "Resource manager"
-- source = "Tracework: work on projects one is booked on"
-- needs = ["resource_booked"]
-- process = "time_capture"
with
booked as (select distinct person_no, project_no from fact.assignment where withdrawn_at is null)

select
    sheet.object_id, card.timecard as part, card.logged_at as raised_at, person.entity, card.project_no, card.minutes * billed.rate / 60 as money, billed.currency
from fact.timecard as card
join fact.timesheet as sheet on sheet.thing_no = card.sheet_no
left join fact.person as person on person.thing_no = card.person_no
left join fact.timecard_rate as billed on billed.card_no = card.card_no
where card.project_no is not null and (card.person_no, card.project_no) not in (select (person_no, project_no) from booked)

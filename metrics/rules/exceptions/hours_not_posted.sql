-- grain: one row per part of a timesheet that was approved and not posted when its time was up
-- title = "Hours approved, not posted"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Tracework: what must follow, in hours of work"
-- needs = ["time_posted"]
-- process = "time_capture"
-- waits = "patience"
select
    sheet.object_id, card.timecard as part, card.approved_at as starts_at, card.posted_at as ends_at, person.entity, card.project_no,
    case when card.project_no is null then person.practice end as practice, card.minutes * billed.rate / 60 as money, billed.currency
from fact.timecard as card
join fact.timesheet as sheet on sheet.thing_no = card.sheet_no
left join fact.person as person on person.thing_no = card.person_no
left join fact.timecard_rate as billed on billed.card_no = card.card_no
where card.approved_at is not null

-- grain: one row per part of a timesheet that the PSA has approved and the ERP does not have
-- title = "Hours approved, not posted"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of PSA and ERP"
-- needs = ["time_logged", "time_posted"]
-- compares = ["psa", "erp"]
select
    sheet.object_id, card.timecard as part, card.approved_at as raised_at, card.posted_at as ended_at, person.entity, card.project_no,
    case when card.project_no is null then person.practice end as practice, card.minutes * coalesce(billed.rate, 0) / 60 as money, billed.currency
from fact.timecard as card
join fact.timesheet as sheet on sheet.thing_no = card.sheet_no
left join fact.person as person on person.thing_no = card.person_no
left join fact.timecard_rate as billed on billed.card_no = card.card_no
where card.approved_at is not null

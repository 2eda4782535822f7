-- grain: one row per approved part of a timesheet of which the ERP has other hours than the PSA, with what the difference is billed at
-- needs: timecard, timesheet, person, timecard_rate
select
    sheet.object_id, card.timecard as part, card.posted_at, person.entity, card.project_no,
    case when card.project_no is null then person.practice end as practice,
    abs(card.minutes - card.posted_minutes) * coalesce(billed.rate, 0) / 60 as money, billed.currency
from fact.timecard as card
join fact.timesheet as sheet on sheet.thing_no = card.sheet_no
left join fact.person as person on person.thing_no = card.person_no
left join fact.timecard_rate as billed on billed.card_no = card.card_no
where card.approved_at is not null and card.posted_minutes <> card.minutes

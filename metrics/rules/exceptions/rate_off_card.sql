-- grain: one row per booking at a rate that is none of the contract's card
-- title = "Rate not on the card"
-- kind = "conflicting_data"
-- severity = "medium"
-- owner = "Contract owner"
-- source = "The contract's rate card"
-- process = "staffing"
with
card as (select distinct contract_no, rate from fact.rate where kind = 'contract' and contract_no is not null)

select booking.object_id, booking.booked_at as raised_at, booking.project_no
from fact.assignment as booking
join fact.project as project on project.thing_no = booking.project_no
where
    booking.withdrawn_at is null and booking.bill_rate is not null
    and project.contract_no in (select contract_no from card)
    and (project.contract_no, booking.bill_rate) not in (select (contract_no, rate) from card)

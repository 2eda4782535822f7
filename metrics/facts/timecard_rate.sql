-- grain: one row per billable part of a timesheet, with what an hour of it is billed at: the rate of its booking, else the contract's for its person's grade
-- needs: timecard, assignment, person, project, rate
with
card as (
    select contract_no, grade, arg_max(rate, starts_on) as rate
    from fact.rate where kind = 'contract' and contract_no is not null group by contract_no, grade
)

select part.card_no, coalesce(booking.bill_rate, card.rate) as rate, coalesce(booking.currency, project.currency) as currency
from fact.timecard as part
left join fact.assignment as booking on booking.thing_no = part.assignment_no
left join fact.project as project on project.thing_no = part.project_no
left join fact.person as person on person.thing_no = part.person_no
left join card on card.contract_no = project.contract_no and card.grade = person.grade
where part.billable_minutes > 0 and coalesce(booking.bill_rate, card.rate) is not null

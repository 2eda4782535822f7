-- grain: one row per thing that a wait keeps from becoming cash, with the money that waits on it
-- of a contract its amount, of a timesheet its billable time at the contract's rates, of an expense report what is billed on, of a billing event its amount
-- needs: contract, timecard, timecard_worth, project, expense_line, billing_event
select thing_no, amount::double as money, currency from fact.contract where amount > 0 and cancelled_at is null
union all
select card.sheet_no, sum(worth.contract_value), project.currency
from fact.timecard as card
join fact.timecard_worth as worth using (card_no)
join fact.project as project on project.thing_no = card.project_no
group by card.sheet_no, project.currency
having sum(worth.contract_value) > 0
union all
select expense_report_no, sum(amount), currency
from fact.expense_line where is_billable and expense_report_no is not null group by expense_report_no, currency having sum(amount) > 0
union all
select thing_no, amount, currency from fact.billing_event where cancelled_at is null and amount > 0

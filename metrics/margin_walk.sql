-- grain: one row: what of a project the log tells that moves its margin: hours asked for, worked and still planned, and what those cost and earn
-- money in hundredths of the project's currency, of all that was worked before the moment at which the forecast was taken
with
project as (select thing_no, currency, contract_no from fact.project where thing_no = $number),

-- where no rates are told, all money is of one currency
none_told as (select case when count(*) = 0 then 10000 end as worth from fact.exchange_rate),

entry as (
    select
        worked.minutes, worked.billable, worked.day, person.cost_rate, person.is_subcontractor, version.grade,
        booking.bill_rate, coalesce(person.cost_currency, project.currency) as cost_currency, project.currency, project.contract_no
    from fact.time_entry as worked
    join project on project.thing_no = worked.project_no
    join fact.person as person on person.thing_no = worked.person_no
    left join fact.timecard as card using (card_no)
    left join fact.person_version as version
        on version.person_no = worked.person_no and worked.day >= version.since and worked.day < version.until
    left join fact.assignment as booking on booking.thing_no = worked.assignment_no
    where not coalesce(card.is_rejected, false) and worked.day < $taken_at::timestamp
),

agreed as (
    select grade, max(rate) as rate from fact.rate where kind = 'contract' and contract_no in (select contract_no from project) group by grade
),

priced as (
    select
        entry.minutes, entry.billable, entry.is_subcontractor, coalesce(entry.bill_rate, agreed.rate) as bill_rate,
        case
            when entry.cost_currency is not distinct from entry.currency then entry.cost_rate
            else entry.cost_rate * coalesce(paid.worth, none_told.worth) / coalesce(own.worth, none_told.worth)
        end as cost_rate
    from entry
    cross join none_told
    left join agreed using (grade)
    asof left join fact.exchange_rate as paid on paid.currency = entry.cost_currency and paid.day <= entry.day
    asof left join fact.exchange_rate as own on own.currency = entry.currency and own.day <= entry.day
),

worked as (
    select
        coalesce(sum(minutes), 0) as minutes, coalesce(sum(minutes) filter (where billable), 0) as billable_minutes,
        coalesce(sum(minutes) filter (where is_subcontractor), 0) as supplier_minutes,
        coalesce(sum(minutes * cost_rate) filter (where is_subcontractor) / 60, 0) as supplier_cost,
        coalesce(sum(minutes * cost_rate) filter (where not is_subcontractor) / 60, 0) as own_cost,
        coalesce(sum(minutes * bill_rate) filter (where billable) / 60, 0) as worth,
        count(*) filter (where cost_rate is null) as without_cost, count(*) filter (where billable and bill_rate is null) as without_rate
    from priced
),

asked as (
    select coalesce(sum(request.minutes), 0) as minutes, sum(request.minutes * agreed.rate) / 60 as worth
    from fact.resource_request as request
    left join agreed using (grade)
    where request.project_no = $number and request.withdrawn_at is null
),

planned as (
    select coalesce(sum(week.minutes), 0) as minutes
    from fact.assignment_week as week
    join fact.assignment as booking on booking.thing_no = week.assignment_no
    where booking.project_no = $number and booking.withdrawn_at is null and week.week_end - 6 >= $taken_at::timestamp::date
),

bought as (
    select coalesce(sum(amount), 0) as amount
    from (
        select line.amount from fact.expense_line as line join project on project.thing_no = line.project_no and project.currency = line.currency
        where not line.is_billable and line.spent_on < $taken_at::timestamp
        union all
        select invoice.amount from fact.vendor_invoice as invoice join project on project.thing_no = invoice.project_no and project.currency = invoice.currency
        where not invoice.is_passed_on and invoice.received_at < $taken_at::timestamp
    )
),

added as (
    select coalesce(sum(more.amount), 0) as amount
    from fact.contract as more
    join project on project.contract_no = more.amends_no
    where more.signed_at < $taken_at::timestamp and more.cancelled_at is null and more.currency = project.currency
)

select
    asked.minutes as asked, worked.minutes as worked, planned.minutes as planned, worked.billable_minutes, worked.supplier_minutes,
    worked.supplier_cost, worked.own_cost, worked.worth, worked.without_cost, worked.without_rate,
    forecast.cost_to_date, forecast.revenue_to_date, bought.amount as bought, added.amount as added,
    asked.worth as asked_worth
from worked
cross join asked
cross join planned
cross join bought
cross join added
left join fact.project_forecast as forecast on forecast.project_no = $number and forecast.taken_at = $taken_at::timestamp

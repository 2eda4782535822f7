-- grain: one row per part of a timesheet, line of expense or milestone that may be billed, since when, and when it was first on a sent invoice
-- `kind` is time, expense or milestone; the hours of what is billed by milestones never count. `amount` is in hundredths of `currency`
-- a milestone is gone too when what would bill it is cancelled
-- needs: thing, project, timecard, timecard_worth, billing_event, invoice, invoice_line, expense_line, expense_report, milestone
with
passed_on as (
    select line.expense_line_no, min(invoice.sent_at) as sent_at
    from fact.invoice_line as line
    join fact.invoice as invoice on invoice.thing_no = line.invoice_no
    where line.expense_line_no is not null
    group by line.expense_line_no
),

-- where no line of any invoice is known, expense goes with its billing event
lined as (select count(*) > 0 as lines_are_known from fact.invoice_line),

billed as (
    select milestone_no, min(least(work_sent_at, cancelled_at)) as gone_at
    from fact.billing_event where milestone_no is not null group by milestone_no
)

select
    'time' as kind, card.sheet_no as thing_no, sheet.object_id, card.timecard as part, card.project_no, card.person_no,
    card.billing_event_no, worth.contract_value as amount, project.currency, card.approved_at as since, event.work_sent_at as gone_at
from fact.timecard as card
join fact.project as project on project.thing_no = card.project_no
join fact.thing as sheet on sheet.thing_no = card.sheet_no
join fact.timecard_worth as worth using (card_no)
left join fact.billing_event as event on event.thing_no = card.billing_event_no
where card.approved_at is not null and card.billable_minutes > 0 and project.billing_type is distinct from 'milestone'
union all by name
select
    'expense' as kind, report.thing_no, report.object_id, regexp_extract(line.object_id, '[^:/]+$') as part, line.project_no,
    report.person_no, line.billing_event_no, line.amount::double as amount, line.currency, report.finance_approved_at as since,
    case when lined.lines_are_known then passed_on.sent_at else event.sent_at end as gone_at
from fact.expense_line as line
join fact.expense_report as report on report.thing_no = line.expense_report_no
cross join lined
left join passed_on on passed_on.expense_line_no = line.thing_no
left join fact.billing_event as event on event.thing_no = line.billing_event_no
where line.is_billable and report.finance_approved_at is not null
union all by name
select
    'milestone' as kind, milestone.thing_no, milestone.object_id, '' as part, milestone.project_no, event.billing_event_no,
    milestone.amount::double as amount, milestone.currency, milestone.reached_at as since, billed.gone_at
from fact.milestone as milestone
left join billed on billed.milestone_no = milestone.thing_no
left join (
    select milestone_no, min(thing_no) as billing_event_no from fact.billing_event where milestone_no is not null group by milestone_no
) as event on event.milestone_no = milestone.thing_no
where milestone.reached_at is not null

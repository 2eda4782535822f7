-- grain: one row per part of a timesheet of which the time, or a fixed amount in its place, is on an invoice that was sent
-- # what all sent invoices bill of a billing event's work, less credit until now, is shared among its time by standard value
-- title = "Realization rate"
-- question = "How much of the standard value of the hours we invoice do clients pay for?"
-- population = "Time of billing events on sent invoices, placed by when the first of these was sent"
-- owner = "Finance controller"
-- source = "Law and accounting practice, billed by standard value of the hours (LeanLaw); sharing of fixed prices by our definition"
-- rests_on = ["invoice_sent", "resource.grade", "timesheet_submitted"]
-- [[measure]]
-- title = "Invoiced of standard value"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "money"
-- better = "higher"
with
billed as (
    select
        line.billing_event_no, min(invoice.sent_at) as sent_at,
        sum(line.amount * (1 - coalesce(invoice.credited / nullif(invoice.amount, 0), 0))) as amount
    from fact.invoice_line as line
    join fact.invoice as invoice on invoice.thing_no = line.invoice_no
    where invoice.sent_at is not null and not line.is_passed_on and line.billing_event_no is not null
    group by line.billing_event_no
),

worked as (
    select
        card.sheet_no, card.timecard, card.project_no, billed.sent_at, billed.amount, worth.standard_value,
        sum(worth.standard_value) over (partition by card.billing_event_no) as whole
    from fact.timecard as card
    join billed using (billing_event_no)
    join fact.timecard_worth as worth using (card_no)
)

select
    'value' as measure, sheet.object_id, worked.timecard as part, worked.sent_at as at,
    worked.amount * worked.standard_value / worked.whole as numerator, worked.standard_value as denominator,
    project.entity, project.practice, project.service_line, project.client, project.project, project.project_manager,
    project.billing_type, project.currency
from worked
join fact.thing as sheet on sheet.thing_no = worked.sheet_no
left join fact.project as project on project.thing_no = worked.project_no
where worked.whole > 0

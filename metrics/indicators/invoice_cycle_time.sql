-- grain: one row per billing event ready to bill; one per invoice sent and project it bills; of receivables one more for each month's end
-- title = "Invoice cycle time"
-- question = "How long from ready to bill until the invoice is out, and from there until the money is in?"
-- population = "Billing events not cancelled, placed by when they were ready; invoices by when they were first sent"
-- owner = "Finance controller"
-- source = "Our definition; days sales outstanding are receivables at a month's end over what was billed in the window before it, both with tax, times the days of the window: no count-back"
-- needs = ["invoice_sent"]
-- rests_on = ["contract.po_number", "contract.rate_card", "contract.service_code", "contract.tax_code", "expense_finance_approved", "invoice_sent", "invoice_settled", "milestone_accepted", "timesheet_approved", "timesheet_corrected", "timesheet_rejected"]
-- [[measure]]
-- title = "Ready to sent"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- [[measure]]
-- name = "sent_to_paid"
-- title = "Sent to paid"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- clocks = ["elapsed"]
-- [[measure]]
-- name = "dso"
-- title = "Days sales outstanding"
-- aggregate = "ratio"
-- unit = "days"
-- parts = "money"
-- better = "lower"
-- stock = true
with
dso_window as (select value::integer as days from fact.setting where name = 'dso_window_days'),

ready as (
    select
        'value' as measure, event.object_id, event.ready_at as starts_at, event.sent_at as ends_at, event.kind, event.entity,
        event.currency, event.project_no
    from fact.billing_event as event
    where event.cancelled_at is null and event.ready_at is not null
),

sent as (
    select
        invoice.thing_no, invoice.object_id, invoice.sent_at, invoice.settled_at, invoice.entity, invoice.currency, invoice.amount,
        invoice.amount + coalesce(invoice.tax, 0) as gross, piece.project_no, piece.part
    from fact.invoice as invoice
    join fact.invoice_project as piece on piece.invoice_no = invoice.thing_no
    where invoice.sent_at is not null
),

paid as (
    select 'sent_to_paid' as measure, object_id, sent_at as starts_at, settled_at as ends_at, entity, currency, project_no from sent
),

-- what an invoice was settled by, with tax; a credit memo is net like its invoice
entered as (
    select payment.invoice_no, payment.received_at as moment, payment.amount::double as amount
    from fact.payment as payment where payment.invoice_no is not null
    union all
    select memo.invoice_no, memo.issued_at, round(memo.amount * (invoice.amount + coalesce(invoice.tax, 0)) / nullif(invoice.amount, 0))
    from fact.credit_memo as memo
    join fact.invoice as invoice on invoice.thing_no = memo.invoice_no
),

outstanding as (
    select
        sent.*, month_end.at as month_end,
        sent.sent_at > month_end.at - to_days(dso_window.days) as is_in_window, dso_window.days,
        coalesce(sent.settled_at <= month_end.at, false) as is_settled
    from sent
    join fact.month_end as month_end on month_end.entity = sent.entity
    cross join dso_window
    where
        sent.sent_at <= month_end.at
        and (coalesce(sent.settled_at > month_end.at, true) or sent.sent_at > month_end.at - to_days(dso_window.days))
),

less as (
    select outstanding.thing_no, outstanding.month_end, sum(entered.amount) as amount
    from (select distinct thing_no, month_end from outstanding where not is_settled) as outstanding
    join entered on entered.invoice_no = outstanding.thing_no and entered.moment <= outstanding.month_end
    group by all
),

owed as (
    select
        'dso' as measure, outstanding.*, outstanding.month_end as at,
        case when is_settled then 0 else gross - coalesce(less.amount, 0) end as owed,
        case when is_in_window then gross else 0 end as billed
    from outstanding
    left join less using (thing_no, month_end)
),

share as (
    select * from ready
    union all by name
    select * from paid
    union all by name
    select measure, object_id, "at", owed * part * days as numerator, billed * part as denominator, entity, currency, project_no
    from owed where owed <> 0 or billed <> 0
)

select
    share.* exclude (project_no), project.practice, project.service_line, project.client, project.project, project.project_manager,
    project.billing_type
from share
left join fact.project as project on project.thing_no = share.project_no

-- grain: one row per invoice sent, project it bills, and measure
-- title = "Billing dispute rate"
-- question = "How many of the invoices we send do clients contest, and how much of their amount?"
-- population = "Invoices sent, placed by when they were first sent; over several projects by the amount of their lines"
-- owner = "Finance controller"
-- source = "Our definition; kpidepot.com counts disputed invoices by the month they were issued too"
-- needs = ["invoice_sent", "dispute_opened"]
-- rests_on = ["invoice_sent"]
-- [[measure]]
-- title = "Invoices disputed"
-- aggregate = "ratio"
-- unit = "share"
-- better = "lower"
-- [[measure]]
-- name = "by_amount"
-- title = "Amount disputed"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "money"
-- better = "lower"
with
sent as (
    select
        invoice.object_id, invoice.sent_at, invoice.is_disputed, invoice.disputed, invoice.currency, invoice.entity, piece.part,
        piece.amount, project.practice, project.service_line, project.client, project.project, project.project_manager,
        project.billing_type
    from fact.invoice as invoice
    join fact.invoice_project as piece on piece.invoice_no = invoice.thing_no
    left join fact.project as project on project.thing_no = piece.project_no
    where invoice.sent_at is not null
)

select
    'value' as measure, object_id, sent_at as at, is_disputed::integer * part as numerator, part as denominator, entity, practice,
    service_line, client, project, project_manager, billing_type, currency
from sent
union all by name
select
    'by_amount' as measure, object_id, sent_at as at, disputed * part as numerator, amount as denominator, entity, practice,
    service_line, client, project, project_manager, billing_type, currency
from sent

-- grain: one row per invoice sent and project it bills
-- title = "First-time-right billing"
-- question = "How many invoices were right the first time?"
-- population = "Invoices sent, placed by when they were first sent; over several projects by the amount of their lines"
-- owner = "Finance controller"
-- source = "After APQC 106507, invoices that are error free the first time"
-- rests_on = ["invoice_sent"]
-- [[measure]]
-- title = "Invoices right the first time"
-- aggregate = "ratio"
-- unit = "share"
-- better = "higher"
select
    'value' as measure, invoice.object_id, invoice.sent_at as at, invoice.is_right::integer * piece.part as numerator,
    piece.part as denominator, invoice.entity, project.practice, project.service_line, project.client, project.project,
    project.project_manager, project.billing_type, invoice.currency
from fact.invoice as invoice
join fact.invoice_project as piece on piece.invoice_no = invoice.thing_no
left join fact.project as project on project.thing_no = piece.project_no
where invoice.sent_at is not null

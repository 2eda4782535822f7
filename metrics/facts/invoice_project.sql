-- grain: one row per invoice and project that it bills, with what its lines come to there and the part of the whole
-- an invoice of which no line is known belongs to its projects in even parts
-- needs: related, invoice, invoice_line
with
lined as (
    select line.invoice_no, coalesce(line.project_no, invoice.project_no) as project_no, sum(line.amount)::bigint as amount
    from fact.invoice_line as line
    join fact.invoice as invoice on invoice.thing_no = line.invoice_no
    group by all
),

headed as (
    select invoice.thing_no as invoice_no, related.to_no as project_no, null::bigint as amount
    from fact.invoice as invoice
    left join fact.related as related
        on related.from_no = invoice.thing_no and related.to_type = 'project' and related.qualifier = 'for'
    where invoice.thing_no not in (select invoice_no from lined)
),

piece as (
    select * from lined
    union all
    select * from headed
),

shared as (
    select
        invoice_no, project_no, amount,
        case when coalesce(sum(amount) over of_invoice, 0) = 0 then 1.0 / count(*) over of_invoice else amount / sum(amount) over of_invoice end
            as part
    from piece
    window of_invoice as (partition by invoice_no)
)

select
    shared.invoice_no, shared.project_no, coalesce(shared.amount, round(invoice.amount * shared.part)::bigint) as amount,
    shared.part::double as part
from shared
join fact.invoice as invoice on invoice.thing_no = shared.invoice_no

-- grain: one row per billing event that sent invoices bill at another amount than it has, with nothing that explains it
-- # what the review adjusted is explained, and what is less under a contract's cap
-- title = "Amounts differ"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of PSA and ERP"
-- needs = ["became_billable", "invoice_sent"]
-- compares = ["psa", "erp"]
with
billed as (
    select
        line.billing_event_no as thing_no, sum(line.amount) as amount, min(invoice.sent_at) as sent_at,
        bool_or(invoice.adjusted_at is not null) as is_adjusted
    from fact.invoice_line as line
    join fact.invoice as invoice on invoice.thing_no = line.invoice_no
    where invoice.sent_at is not null and invoice.reissues_no is null
    group by line.billing_event_no
)

select event.object_id, billed.sent_at as raised_at, event.project_no, abs(event.amount - billed.amount) as money, event.currency
from billed
join fact.billing_event as event using (thing_no)
left join fact.contract as contract on contract.thing_no = event.contract_no
where
    event.cancelled_at is null and event.amount <> billed.amount and not billed.is_adjusted
    and (billed.amount > event.amount or coalesce(contract.cap, 0) = 0)

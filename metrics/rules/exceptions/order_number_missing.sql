-- grain: one row per sent invoice that bears no order number of a client that asks for one, and project of the invoice
-- # where no system tells what stands on invoices, the contract's number must have been there when it was sent
-- title = "Order number missing on the invoice"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Tracework: the client asks for its purchase order number"
-- process = "milestone_billing"
with
told as (select count(po_number) > 0 as is_told from fact.invoice)

select
    invoice.object_id, share.part as weight, invoice.sent_at as raised_at, invoice.settled_at as ended_at, invoice.entity, share.project_no,
    invoice.amount * share.part as money, invoice.currency
from fact.invoice as invoice
cross join told
join fact.invoice_project as share on share.invoice_no = invoice.thing_no
left join fact.client as client on client.thing_no = invoice.client_no
left join fact.project as project on project.thing_no = share.project_no
left join fact.contract as contract on contract.thing_no = project.contract_no
where
    invoice.sent_at is not null and (client.requires_po or contract.requires_po)
    and case
        when told.is_told then invoice.po_number is null
        else contract.thing_no is not null and coalesce(contract.po_number_at > invoice.sent_at, contract.po_number is null)
    end

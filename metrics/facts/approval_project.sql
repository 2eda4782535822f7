-- grain: one row per asking for an approval and project of its thing (an invoice may have several), with where it belongs; `weight` is the project's part
-- a contract has its own client and billing type; a part of a timesheet of no project has its person's practice
-- needs: approval, thing, contract, project, timecard, person, expense_report, purchase_order, vendor_invoice, invoice, invoice_project
with
place as (
    select thing_no, null as timecard, entity, project_no, null as practice, client, billing_type, 1.0::double as weight
    from fact.contract where cancelled_at is null
    union all
    select thing_no, null, null, thing_no, null, null, null, 1.0 from fact.project where cancelled_at is null
    union all
    select
        card.sheet_no, card.timecard, person.entity, card.project_no, case when card.project_no is null then person.practice end,
        null, null, 1.0
    from fact.timecard as card
    left join fact.person as person on person.thing_no = card.person_no
    union all
    select thing_no, null, entity, project_no, null, null, null, 1.0 from fact.expense_report
    union all
    select thing_no, null, entity, project_no, null, null, null, 1.0 from fact.purchase_order
    union all
    select thing_no, null, entity, project_no, null, null, null, 1.0 from fact.vendor_invoice
    union all
    select invoice.thing_no, null, invoice.entity, share.project_no, null, null, null, share.part
    from fact.invoice as invoice
    join fact.invoice_project as share on share.invoice_no = invoice.thing_no
)

select
    approval.*, thing.object_id, concat_ws('/', approval.kind, approval.round, approval.timecard) as part, place.weight, place.project_no,
    coalesce(place.entity, project.entity) as entity, coalesce(place.practice, project.practice) as practice, project.service_line,
    coalesce(place.client, project.client) as client, project.project, project.project_manager,
    coalesce(place.billing_type, project.billing_type) as billing_type
from fact.approval as approval
join fact.thing as thing using (thing_no)
join place on place.thing_no = approval.thing_no and place.timecard is not distinct from approval.timecard
left join fact.project as project on project.thing_no = place.project_no

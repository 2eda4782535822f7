-- grain: one row per asking for an approval (of an invoice one for each of its projects)
-- title = "Approval cycle time"
-- question = "How long does an approval take, each time it is asked for?"
-- population = "Every asking for an approval of a contract, budget, timesheet, expense report, purchase, supplier's invoice or invoice, decided either way or still open, placed by when it was asked; what was cancelled is left out"
-- owner = "Process owner"
-- source = "Tracework: asked → decided, a later stage from the decision of the one before"
-- [[measure]]
-- title = "Approval cycle time"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
with
place as (
    select
        contract.thing_no, contract.entity, project.practice, project.service_line, contract.client, project.project,
        project.project_manager, contract.billing_type
    from fact.contract as contract
    left join fact.project as project on project.thing_no = contract.project_no
    where contract.cancelled_at is null
    union all by name
    select thing_no, entity, practice, service_line, client, project, project_manager, billing_type
    from fact.project where cancelled_at is null
    union all by name
    select
        thing.thing_no, thing.entity, project.practice, project.service_line, project.client, project.project, project.project_manager,
        project.billing_type
    from (
        select thing_no, entity, project_no from fact.expense_report
        union all
        select thing_no, entity, project_no from fact.purchase_order
        union all
        select thing_no, entity, project_no from fact.vendor_invoice
        union all
        select invoice.thing_no, invoice.entity, part.project_no
        from fact.invoice as invoice left join fact.invoice_project as part on part.invoice_no = invoice.thing_no
    ) as thing
    left join fact.project as project on project.thing_no = thing.project_no
),

of_timesheet as (
    select
        approval.thing_no, approval.kind, approval.round, approval.timecard, approval.asked_at, approval.decided_at, approval.approver_role,
        person.entity, case when card.project_no is null then person.practice else project.practice end as practice,
        project.service_line, project.client, project.project, project.project_manager, project.billing_type
    from fact.approval as approval
    left join fact.timecard as card
        on card.card_no = hash({'sheet': approval.thing_no, 'timecard': approval.timecard})
    left join fact.timesheet as sheet on sheet.thing_no = approval.thing_no
    left join fact.person as person on person.thing_no = sheet.person_no
    left join fact.project as project on project.thing_no = card.project_no
    where approval.kind = 'timesheet'
),

asking as (
    from of_timesheet
    union all by name
    select
        approval.thing_no, approval.kind, approval.round, approval.asked_at, approval.decided_at, approval.approver_role,
        place.* exclude (thing_no)
    from fact.approval as approval
    join place using (thing_no)
    where approval.kind <> 'timesheet'
)

select
    'value' as measure, thing.object_id, concat_ws('/', asking.kind, asking.round, asking.timecard) as part,
    asking.asked_at as starts_at, asking.decided_at as ends_at, asking.* exclude (thing_no, round, timecard, asked_at, decided_at)
from asking
join fact.thing as thing using (thing_no)

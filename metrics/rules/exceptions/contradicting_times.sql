-- grain: one row per thing (or part of a timesheet) and step that is on record as done before the one that it follows
-- title = "Times contradict each other"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Process owner"
-- source = "Tracework: what cannot be done the other way round"
with
follows as (
    select *
    from (values
        ('opportunity', 'opportunity_created', 'opportunity_won'), ('contract', 'contract_drafted', 'contract_signed'),
        ('project', 'budget_submitted', 'budget_approved'), ('timesheet', 'timesheet_submitted', 'timesheet_approved'),
        ('expense_report', 'expense_submitted', 'expense_manager_approved'),
        ('expense_report', 'expense_manager_approved', 'expense_finance_approved'), ('purchase_order', 'purchase_requested', 'purchase_approved'),
        ('vendor_invoice', 'vendor_invoice_received', 'vendor_invoice_matched'), ('vendor_invoice', 'vendor_invoice_received', 'vendor_invoice_paid'),
        ('milestone', 'milestone_reached', 'milestone_accepted'), ('invoice', 'invoice_drafted', 'invoice_reviewed'),
        ('invoice', 'invoice_reviewed', 'invoice_sent'), ('dispute', 'dispute_opened', 'dispute_resolved'),
        ('period_close', 'period_ended', 'period_closed')
    ) as step (type, earlier, later)
),

-- the parts of a timesheet are handed in and approved each by itself
part as (
    select said.event_no, any_value(said.value) as part from fact.event_said as said where said.name = 'timecard' group by said.event_no
),

first_time as (
    select happened.thing_no, happened.type, happened.event_type, coalesce(part.part, '') as part, min(happened.ts) as first_at
    from fact.happened as happened
    left join part on happened.type = 'timesheet' and part.event_no = happened.event_no
    where happened.event_type in (select earlier from follows union select later from follows)
    group by all
),

turned as (
    select later.thing_no, later.type, concat_ws('/', nullif(later.part, ''), follows.later) as part, earlier.first_at as raised_at
    from follows
    join first_time as later on later.type = follows.type and later.event_type = follows.later
    join first_time as earlier
        on earlier.thing_no = later.thing_no and earlier.type = later.type and earlier.event_type = follows.earlier and earlier.part = later.part
    where later.first_at < earlier.first_at
),

-- whose each thing is; what is of several projects goes by its entity
place as (
    select thing_no, entity, project_no, client, null as practice, amount as money, currency from fact.contract
    union all by name
    select thing_no, thing_no as project_no from fact.project
    union all by name
    select sheet.thing_no, person.entity, person.practice
    from fact.timesheet as sheet
    join fact.person as person on person.thing_no = sheet.person_no
    union all by name
    select thing_no, entity, project_no, amount as money, currency from fact.expense_report
    union all by name
    select thing_no, entity, project_no, amount as money, currency from fact.purchase_order
    union all by name
    select thing_no, entity, project_no, amount as money, currency from fact.vendor_invoice
    union all by name
    select thing_no, project_no, amount as money from fact.milestone
    union all by name
    select thing_no, entity, client, amount as money, currency from fact.invoice
    union all by name
    select dispute.thing_no, invoice.entity, invoice.client, dispute.amount as money, dispute.currency
    from fact.dispute as dispute
    join fact.invoice as invoice on invoice.thing_no = dispute.invoice_no
    union all by name
    select thing_no, value as entity from fact.said where name = 'entity' and last and thing_no in (select thing_no from fact.thing where type = 'period_close')
)

select thing.object_id, turned.part, turned.raised_at, place.entity, place.project_no, place.client, place.practice, place.money, place.currency
from turned
join fact.thing as thing using (thing_no)
left join place using (thing_no)

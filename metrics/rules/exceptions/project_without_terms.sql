-- grain: one row per project that began before the terms of its contract were all on file
-- # the client's order number is no term of ours: what lacks it alone has its terms, see order_number_missing
-- title = "Project without contract terms"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Contract owner"
-- source = "Tracework: terms on file before the project begins"
-- process = "sales_to_project"
with
begun as (
    select thing_no, min(ts) as begun_at
    from fact.happened where event_type in ('project_created_in_erp', 'project_shell_created') and type = 'project'
    group by thing_no
),

-- where the order number came last, nobody tells when the others were there: since the draft
agreed as (
    select
        thing_no,
        case
            when lacks = ['po_number'] or (requires_po and po_number_at >= terms_at) then drafted_at
            else terms_at
        end as terms_at
    from fact.contract
),

-- at stake is what was done and is not paid: what no sent invoice bills yet, and sent invoices that are not settled
waiting as (
    select
        item.project_no, item.amount,
        (item.kind = 'time' and billed.rate is null) or coalesce(item.currency <> project.currency, false) as is_unknown
    from fact.billable_item as item
    join fact.project as project on project.thing_no = item.project_no
    left join fact.timecard as card on item.kind = 'time' and card.sheet_no = item.thing_no and card.timecard = item.part
    left join fact.timecard_rate as billed on billed.card_no = card.card_no
    where item.gone_at is null
    union all
    select share.project_no, share.amount, false
    from fact.invoice_project as share
    join fact.invoice as invoice on invoice.thing_no = share.invoice_no
    where invoice.sent_at is not null and invoice.settled_at is null
),

at_stake as (
    select project_no, case when not bool_or(is_unknown) then sum(amount) end as money
    from waiting group by project_no
)

select
    project.object_id, begun.begun_at as raised_at, agreed.terms_at as ended_at, project.thing_no as project_no,
    case when at_stake.project_no is null then 0 else at_stake.money end as money
from fact.project as project
join begun using (thing_no)
join agreed on agreed.thing_no = project.contract_no
left join at_stake on at_stake.project_no = project.thing_no
where project.cancelled_at is null and (agreed.terms_at is null or agreed.terms_at > begun.begun_at)

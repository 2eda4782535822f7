-- grain: one row per supplier's invoice, with its purchase order, its project, the billing event that passes it on, and its steps
-- needs: thing, said, related, happened, purchase_order
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'number') as number,
        any_value(value) filter (where name = 'supplier') as supplier,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        coalesce(bool_or(value = 'true') filter (where name = 'pass_through'), false) as is_passed_on
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'vendor_invoice')
    group by thing_no
),

ordered as (
    select from_no as thing_no, min(to_no) as purchase_order_no
    from fact.related where from_type = 'vendor_invoice' and to_type = 'purchase_order' and qualifier = 'for' group by from_no
),

billed as (
    select to_no as thing_no, min(from_no) as billing_event_no
    from fact.related where from_type = 'billing_event' and to_type = 'vendor_invoice' and qualifier = 'passes_on' group by to_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'vendor_invoice_received') as received_at,
        max(ts) filter (where event_type = 'vendor_invoice_mismatched') as mismatched_at,
        max(ts) filter (where event_type = 'vendor_invoice_matched') as matched_at,
        max(ts) filter (where event_type = 'vendor_invoice_approved') as approved_at,
        min(ts) filter (where event_type = 'vendor_invoice_paid') as paid_at
    from fact.happened
    where
        type = 'vendor_invoice'
        and event_type in (
            'vendor_invoice_received', 'vendor_invoice_mismatched', 'vendor_invoice_matched', 'vendor_invoice_approved', 'vendor_invoice_paid'
        )
    group by thing_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), ordered.purchase_order_no, purchase_order.project_no,
    billed.billing_event_no, coalesce(step.received_at, thing.since) as received_at, step.* exclude (thing_no, received_at)
from fact.thing as thing
left join known using (thing_no)
left join ordered using (thing_no)
left join fact.purchase_order as purchase_order on purchase_order.thing_no = ordered.purchase_order_no
left join billed on billed.thing_no = thing.thing_no
left join step on step.thing_no = thing.thing_no
where thing.type = 'vendor_invoice'

-- grain: one row per payment and invoice that it settles; what is for several invoices is shared among them by what each asks with tax
-- needs: thing, said, related, happened, invoice
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'number') as number,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(try_cast(value as double)) filter (where name = 'amount') as amount,
        any_value(value) filter (where name = 'currency') as currency
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'payment')
    group by thing_no
),

link as (
    select
        related.from_no as thing_no, related.to_no as invoice_no,
        case
            when count(*) over of_payment = 1 then 1
            else (invoice.amount + coalesce(invoice.tax, 0)) / nullif(sum(invoice.amount + coalesce(invoice.tax, 0)) over of_payment, 0)
        end as part
    from fact.related as related
    join fact.invoice as invoice on invoice.thing_no = related.to_no
    where related.from_type = 'payment' and related.to_type = 'invoice' and related.qualifier = 'settles'
    window of_payment as (partition by related.from_no)
),

step as (
    select thing_no, min(ts) as received_at
    from fact.happened where type = 'payment' and event_type = 'payment_received' group by thing_no
)

select
    thing.thing_no, thing.object_id, known.number, known.entity, known.currency, link.invoice_no,
    round(known.amount * 100 * coalesce(link.part, 1))::bigint as amount, coalesce(step.received_at, thing.since) as received_at
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
where thing.type = 'payment' and thing.deleted_at is null

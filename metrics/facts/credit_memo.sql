-- grain: one row per credit memo and invoice that it corrects; what is for several invoices is shared evenly among them
-- needs: thing, said, related, happened
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'number') as number,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(try_cast(value as double)) filter (where name = 'amount') as amount,
        any_value(value) filter (where name = 'currency') as currency
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'credit_memo')
    group by thing_no
),

link as (
    select from_no as thing_no, to_no as invoice_no, count(*) over (partition by from_no) as invoices
    from fact.related where from_type = 'credit_memo' and to_type = 'invoice' and qualifier = 'corrects'
),

step as (
    select thing_no, min(ts) as issued_at
    from fact.happened where type = 'credit_memo' and event_type = 'credit_memo_issued' group by thing_no
)

select
    thing.thing_no, thing.object_id, known.number, known.entity, known.currency, link.invoice_no,
    round(known.amount * 100 / coalesce(link.invoices, 1))::bigint as amount, coalesce(step.issued_at, thing.since) as issued_at
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
where thing.type = 'credit_memo' and thing.deleted_at is null

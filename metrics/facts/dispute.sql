-- grain: one row per dispute of an invoice, with what the client contests of it and how it ended
-- needs: thing, said, related, happened
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'client') as client,
        any_value(value) filter (where name = 'reason') as reason,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(value) filter (where name = 'resolution') as resolution
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'dispute')
    group by thing_no
),

link as (
    select from_no as thing_no, min(to_no) as invoice_no
    from fact.related where from_type = 'dispute' and to_type = 'invoice' and qualifier = 'contests' group by from_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'dispute_opened') as opened_at,
        max(ts) filter (where event_type = 'dispute_resolved') as resolved_at
    from fact.happened where type = 'dispute' and event_type in ('dispute_opened', 'dispute_resolved') group by thing_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), link.invoice_no, coalesce(step.opened_at, thing.since) as opened_at,
    step.resolved_at
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
where thing.type = 'dispute' and thing.deleted_at is null

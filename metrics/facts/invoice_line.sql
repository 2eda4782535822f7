-- grain: one row per line of an invoice, with the project and billing event it bills and what it passes on; amounts are net, time is in minutes
-- needs: thing, said, related
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'kind') as kind,
        any_value(value) filter (where name = 'item') as item,
        any_value(value) filter (where name = 'tax_code') as tax_code,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(round(try_cast(value as double) * 60)) filter (where name = 'hours')::bigint as minutes
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'invoice_line')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where qualifier = 'of' and to_type = 'invoice') as invoice_no,
        min(to_no) filter (where qualifier = 'for' and to_type = 'project') as project_no,
        min(to_no) filter (where qualifier = 'bills' and to_type = 'billing_event') as billing_event_no,
        min(to_no) filter (where qualifier = 'bills' and to_type = 'expense_line') as expense_line_no,
        min(to_no) filter (where qualifier = 'bills' and to_type = 'vendor_invoice') as vendor_invoice_no
    from fact.related where from_type = 'invoice_line' group by from_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), link.* exclude (thing_no),
    link.expense_line_no is not null or link.vendor_invoice_no is not null or coalesce(known.kind in ('expense', 'purchase'), false)
        as is_passed_on
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
where thing.type = 'invoice_line' and thing.deleted_at is null

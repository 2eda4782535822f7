-- grain: one row per purchase order, with its project and its steps
-- needs: thing, said, related, happened
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'number') as number,
        any_value(value) filter (where name = 'supplier') as supplier,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'purchase_order')
    group by thing_no
),

link as (
    select from_no as thing_no, min(to_no) as project_no
    from fact.related where from_type = 'purchase_order' and to_type = 'project' and qualifier = 'for' group by from_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'purchase_requested') as requested_at,
        max(ts) filter (where event_type = 'purchase_rejected') as rejected_at,
        max(ts) filter (where event_type = 'purchase_approved') as approved_at,
        min(ts) filter (where event_type = 'purchase_ordered') as ordered_at
    from fact.happened
    where type = 'purchase_order' and event_type in ('purchase_requested', 'purchase_rejected', 'purchase_approved', 'purchase_ordered')
    group by thing_no
)

select thing.thing_no, thing.object_id, known.* exclude (thing_no), link.project_no, step.* exclude (thing_no)
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
where thing.type = 'purchase_order'

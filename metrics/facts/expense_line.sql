-- grain: one row per line of an expense report, with its project and the billing event that bills it
-- needs: thing, said, related
with
known as (
    select
        thing_no,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(value) filter (where name = 'category') as category,
        any_value(value) filter (where name = 'merchant') as merchant,
        any_value(try_cast(value as date)) filter (where name = 'spent_on') as spent_on,
        coalesce(bool_or(value = 'true') filter (where name = 'billable'), false) as is_billable,
        bool_or(value = 'true') filter (where name = 'receipt') as has_receipt
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'expense_line')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where qualifier = 'of' and to_type = 'expense_report') as expense_report_no,
        min(to_no) filter (where qualifier = 'on' and to_type = 'project') as project_no
    from fact.related where from_type = 'expense_line' group by from_no
),

billed as (
    select to_no as thing_no, min(from_no) as billing_event_no
    from fact.related where from_type = 'billing_event' and to_type = 'expense_line' and qualifier = 'gathers' group by to_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), link.expense_report_no, link.project_no, billed.billing_event_no
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join billed on billed.thing_no = thing.thing_no
where thing.type = 'expense_line' and thing.deleted_at is null

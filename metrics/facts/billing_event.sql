-- grain: one row per billing event, with when it could be billed, when it was ready for that, and when what it bills was first on a sent invoice
-- ready is when the last of its needs was met, or when it became billable if that is later; never after it was cancelled.
-- `work_sent_at` is of its time or fixed amount alone
-- needs: thing, said, related, happened, project, invoice, invoice_line, billing_need
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'kind') as kind,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(try_cast(value as date)) filter (where name = 'period_start') as period_start,
        any_value(try_cast(value as date)) filter (where name = 'period_end') as period_end,
        any_value(try_cast(value as timestamp)) filter (where name = 'cancelled_at') as cancelled_at
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'billing_event')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where to_type = 'project' and qualifier = 'of') as project_no,
        min(to_no) filter (where to_type = 'milestone' and qualifier = 'of') as milestone_no
    from fact.related where from_type = 'billing_event' and to_type in ('project', 'milestone') group by from_no
),

billable as (
    select thing_no, min(ts) as billable_at
    from fact.happened where type = 'billing_event' and event_type = 'became_billable' group by thing_no
),

need as (
    select billing_event_no as thing_no, max(met_at) as met_at, count(*) filter (where met_at is null) as lacking
    from fact.billing_need group by billing_event_no
),

billed as (
    select
        related.to_no as thing_no, related.from_no as invoice_no,
        coalesce(bool_or(not line.is_passed_on), true) as bills_work
    from fact.related as related
    left join fact.invoice_line as line on line.invoice_no = related.from_no and line.billing_event_no = related.to_no
    where related.from_type = 'invoice' and related.to_type = 'billing_event' and related.qualifier = 'bills'
    group by related.to_no, related.from_no
),

drawn as (
    select
        billed.thing_no, min(invoice.drafted_at) as drafted_at, min(invoice.sent_at) as sent_at,
        min(invoice.sent_at) filter (where billed.bills_work) as work_sent_at, arg_min(billed.invoice_no, invoice.drafted_at) as invoice_no
    from billed
    join fact.invoice as invoice on invoice.thing_no = billed.invoice_no
    group by billed.thing_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no, currency), coalesce(known.currency, project.currency) as currency,
    link.project_no, link.milestone_no, project.contract_no, project.entity, thing.since as created_at, billable.billable_at,
    case
        when billable.billable_at is not null and coalesce(need.lacking, 0) = 0
            and coalesce(greatest(billable.billable_at, need.met_at) < known.cancelled_at, true)
            then greatest(billable.billable_at, need.met_at)
    end as ready_at,
    drawn.invoice_no, drawn.drafted_at, drawn.sent_at, drawn.work_sent_at
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join fact.project as project on project.thing_no = link.project_no
left join billable on billable.thing_no = thing.thing_no
left join need on need.thing_no = thing.thing_no
left join drawn on drawn.thing_no = thing.thing_no
where thing.type = 'billing_event' and thing.deleted_at is null

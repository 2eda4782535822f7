-- grain: one row per billing event that is ready and on no sent invoice, with where it stands, the one that has been ready longest first
with
now as (select as_of, epoch_us(as_of) as now_us from fact.span),

event as (
    select
        event.object_id, event.kind, milestone.title as milestone, event.period_start, event.period_end, event.ready_at,
        event.amount, event.currency, project.entity, project.region, project.practice, project.service_line, project.client,
        project.project, project.project_manager, project.billing_type, invoice.number,
        case
            when invoice.drafted_at is null then 'not_drafted'
            when invoice.reviewed_at is not null then 'not_sent'
            when invoice.rejected_at >= coalesce(invoice.adjusted_at, timestamp '1970-01-01') then 'sent_back'
            else 'in_review'
        end as stage
    from fact.billing_event as event
    cross join now
    left join fact.project as project on project.thing_no = event.project_no
    left join fact.milestone as milestone on milestone.thing_no = event.milestone_no
    left join fact.invoice as invoice on invoice.thing_no = event.invoice_no
    where event.ready_at <= now.as_of and event.cancelled_at is null and event.sent_at is null
)

select
    event.object_id, event.kind, event.milestone, event.period_start, event.period_end, event.ready_at, event.amount::double as amount,
    event.currency,
    event.amount * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000 as base_amount,
    event.entity, event.practice, event.client, event.project, event.project_manager, event.billing_type, event.stage, event.number,
    now.now_us - epoch_us(event.ready_at) as elapsed_us
from event
cross join now
left join fact.latest_rate as latest_rate on latest_rate.currency = event.currency
where {narrowed}
order by event.ready_at, event.object_id

-- grain: one row per unmet precondition of a billing event that is billable, not ready and on no sent invoice, the oldest wait of an event first
-- a wait begins when its holder got it, at the earliest when the event became billable; `base_amount` is in the base currency's hundredths
with
now as (select as_of, epoch_us(as_of) as now_us from fact.span),

event as (
    select
        event.thing_no, event.object_id, event.kind, milestone.title as milestone, event.period_start, event.period_end,
        event.billable_at, event.amount, event.currency, project.entity, project.region, project.practice, project.service_line,
        project.client, project.project, project.title as project_title, project.project_manager, project.billing_type
    from fact.billing_event as event
    cross join now
    left join fact.project as project on project.thing_no = event.project_no
    left join fact.milestone as milestone on milestone.thing_no = event.milestone_no
    where event.billable_at <= now.as_of and event.ready_at is null and event.cancelled_at is null and event.sent_at is null
),

-- the cut-off counts from the first approval of what the event bills, else from when it became billable
begun as (
    select billing_event_no as thing_no, min(since) as since
    from fact.billable_item where billing_event_no is not null group by billing_event_no
),

unmet as (
    select
        need.billing_event_no, need.need, need.object_id, need.part, need.holder_role, holder.object_id as holder_id, need.holder, need.money,
        need.currency, need.minutes, need.week_end, need.detail, greatest(coalesce(need.since, event.billable_at), event.billable_at) as since
    from fact.billing_need as need
    join event on event.thing_no = need.billing_event_no
    left join fact.thing as holder on holder.thing_no = need.holder_no
    -- what is not approved cannot be posted yet: that is not what it waits for
    where need.met_at is null and (need.since is not null or need.need not in ('time_posted', 'expense_posted'))
),

timed as (
    select
        unmet.*, epoch_us(unmet.since) as since_us, now.now_us, calendar.calendar_no, calendar.mean_minutes
    from unmet
    join event on event.thing_no = unmet.billing_event_no
    cross join now
    left join fact.entity_calendar as calendar on calendar.entity = event.entity
)

select
    event.object_id, event.kind, event.milestone, event.period_start, event.period_end, event.billable_at, event.amount::double as amount,
    event.currency,
    event.amount * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000 as base_amount,
    event.entity, event.practice, event.client, event.project, event.project_title, event.project_manager, event.billing_type,
    (timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', coalesce(begun.since, event.billable_at)))::date
        + (select value::integer from fact.setting where name = 'billing_cutoff_days')) as cutoff_on,
    timed.need, timed.object_id as needed_id, timed.part, timed.holder_role, timed.holder_id, timed.holder, timed.since, timed.money,
    timed.currency as money_currency, timed.minutes, timed.week_end, timed.detail, timed.now_us - timed.since_us as elapsed_us,
    ({worked_until_now} - {worked_since}) / (timed.mean_minutes * 60e6) as business_days,
    timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', now.as_of))::date as today
from timed
join event on event.thing_no = timed.billing_event_no
cross join now
left join fact.latest_rate as latest_rate on latest_rate.currency = event.currency
left join begun on begun.thing_no = event.thing_no
left join fact.entity as entity on entity.entity = event.entity
left join fact.calendar_day as day_since
    on day_since.calendar_no = timed.calendar_no and day_since.day = timed.since::date
left join fact.calendar_day as day_now
    on day_now.calendar_no = timed.calendar_no and day_now.day = now.as_of::date
where {narrowed}
order by event.object_id, timed.since, timed.need, needed_id, timed.part

-- grain: one row per kind of precondition of one billing event: how many there are, how many are unmet, who holds the oldest unmet one, how long
-- a wait begins when its holder got it, at the earliest when the event became billable; it ends with the last that is met, or now
with
now as (select as_of from fact.span),

event as (
    select
        event.thing_no, event.object_id, event.kind, milestone.title as milestone, event.period_start, event.period_end, event.billable_at,
        event.ready_at, event.cancelled_at, event.amount, event.currency, project.entity, project.region, project.practice,
        project.service_line, project.client, project.project, project.project_manager, project.billing_type
    from fact.billing_event as event
    left join fact.project as project on project.thing_no = event.project_no
    left join fact.milestone as milestone on milestone.thing_no = event.milestone_no
    where event.object_id = $event
),

need as (
    select
        need.need, need.met_at, need.holder_role, need.holder, need.object_id,
        greatest(coalesce(need.since, event.billable_at), event.billable_at) as since
    from fact.billing_need as need
    join event on event.thing_no = need.billing_event_no
),

kind as (
    select
        need, count(*) as things, count(*) filter (where met_at is null) as unmet,
        coalesce(min(since) filter (where met_at is null), min(since)) as since,
        case when count(*) = count(met_at) then max(met_at) end as met_at,
        coalesce(arg_min(holder_role, since) filter (where met_at is null), arg_max(holder_role, met_at)) as holder_role,
        coalesce(arg_min(holder, since) filter (where met_at is null), arg_max(holder, met_at)) as holder
    from need
    group by need
),

timed as (
    select
        kind.*, calendar.calendar_no, calendar.mean_minutes, epoch_us(kind.since) as since_us,
        greatest(epoch_us(coalesce(kind.met_at, now.as_of)), epoch_us(kind.since)) as until_us
    from kind
    cross join now
    cross join event
    left join fact.entity_calendar as calendar on calendar.entity = event.entity
)

select
    event.object_id, event.kind, event.milestone, event.period_start, event.period_end, event.billable_at, event.ready_at,
    event.cancelled_at, event.amount::double as amount, event.currency, event.entity, event.practice, event.client, event.project,
    event.project_manager, event.billing_type,
    timed.need, timed.things, timed.unmet, timed.since, timed.met_at, timed.holder_role, timed.holder,
    ({worked_until} - {worked_since}) / (timed.mean_minutes * 60e6) as business_days
from event
left join timed on true
left join fact.calendar_day as day_since
    on day_since.calendar_no = timed.calendar_no and day_since.day = timed.since::date
left join fact.calendar_day as day_until
    on day_until.calendar_no = timed.calendar_no and day_until.day = make_timestamp(timed.until_us)::date
where {narrowed}
order by timed.since, timed.need

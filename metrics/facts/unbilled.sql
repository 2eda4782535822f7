-- grain: one row per month's end and billable item that was on no sent invoice then: its worth in the entity's currency, its age, what leaks
-- leaking is what is older than the cut-off, else what of time is above the cap of its contract; the time approved last is above it first
-- needs: billable_item, project, month_end, entity, contract, invoice, invoice_line, exchange_rate
with
cutoff as (select value as days from fact.setting where name = 'billing_cutoff_days'),

ended as (
    select
        month_end.entity, month_end.at, entity.currency,
        timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', month_end.at))::date as day
    from fact.month_end as month_end
    join fact.entity as entity using (entity)
),

placed as (
    select
        item.kind, item.thing_no, item.object_id, item.part, item.since, item.gone_at, item.amount, item.currency, item.billing_event_no,
        project.entity, project.practice, project.service_line, project.client, project.project, project.project_manager,
        project.billing_type, project.contract_no,
        timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', item.since))::date as since_day
    from fact.billable_item as item
    join fact.project as project on project.thing_no = item.project_no
    left join fact.entity as entity on entity.entity = project.entity
),

standing as (
    select
        placed.* exclude (gone_at, currency), ended.at as month_end, ended.day,
        coalesce(placed.currency, ended.currency) as own_currency, coalesce(ended.currency, placed.currency) as currency
    from placed
    join ended on ended.entity = placed.entity
    where placed.since <= ended.at and coalesce(placed.gone_at > ended.at, true)
),

-- few items are in another currency than their entity counts in
foreign_day as (select distinct own_currency, currency, day from standing where own_currency <> currency),

exchanged as (
    select foreign_day.own_currency, foreign_day.currency, foreign_day.day, own.worth / there.worth as factor
    from foreign_day
    asof left join fact.exchange_rate as own on own.currency = foreign_day.own_currency and own.day <= foreign_day.day
    asof left join fact.exchange_rate as there on there.currency = foreign_day.currency and there.day <= foreign_day.day
),

valued as (
    select
        standing.*, standing.day - standing.since_day as age_days,
        case when standing.own_currency = standing.currency then standing.amount else standing.amount * exchanged.factor end as worth
    from standing
    left join exchanged using (own_currency, currency, day)
),

-- caps add up from when each contract or amendment is signed; time on sent invoices takes from them
move as (
    select coalesce(amends_no, thing_no) as contract_no, cap as amount, signed_at as moment
    from fact.contract where cap is not null and signed_at is not null
    union all
    select project.contract_no, -line.amount, invoice.sent_at
    from fact.invoice_line as line
    join fact.invoice as invoice on invoice.thing_no = line.invoice_no
    join fact.project as project on project.thing_no = line.project_no
    where line.kind = 'time' and invoice.sent_at is not null
),

capped as (select distinct coalesce(amends_no, thing_no) as contract_no from fact.contract where cap is not null and signed_at is not null),

room as (
    select moment.contract_no, moment.month_end, greatest(sum(move.amount), 0) as amount
    from (select distinct contract_no, month_end from valued where contract_no in (select contract_no from capped)) as moment
    join move on move.contract_no = moment.contract_no and move.moment <= moment.month_end
    group by moment.contract_no, moment.month_end
),

over_cap as (
    select
        valued.month_end, valued.thing_no, valued.part,
        greatest(0, least(valued.worth, sum(valued.worth) over in_order - room.amount)) as above
    from valued
    join room using (contract_no, month_end)
    where valued.kind = 'time'
    window in_order as (
        partition by valued.contract_no, valued.month_end order by valued.since, valued.object_id, valued.part
        rows unbounded preceding
    )
)

select
    valued.* exclude (amount, own_currency, since_day), valued.age_days > cutoff.days as is_past_cutoff,
    case when valued.age_days > cutoff.days then valued.worth else coalesce(over_cap.above, 0) end as leakage
from valued
cross join cutoff
left join over_cap
    on over_cap.month_end = valued.month_end and over_cap.thing_no = valued.thing_no and over_cap.part is not distinct from valued.part
    and valued.kind = 'time'

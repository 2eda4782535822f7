-- grain: one row per project, kind of work, age class and state of it that was on no sent invoice at the month's end
-- the age class is its first day of age, of `$ages`; its state is where the invoice stands now. `base_` is in the base currency's hundredths
with
last_end as (select entity, max("at") as month_end from fact.month_end where "at" < $until::timestamp group by entity),

-- where no rates are told, all money is of one currency
none_told as (select case when count(*) = 0 then 10000 end as worth from fact.exchange_rate),

day as (select distinct currency, unbilled.day from fact.unbilled as unbilled join last_end using (entity, month_end)),

worth as (
    select day.currency, day.day, coalesce(rate.worth, none_told.worth) as worth
    from day
    cross join none_told
    asof left join fact.exchange_rate as rate on rate.currency = day.currency and rate.day <= day.day
),

item as (
    select
        unbilled.*, unbilled.worth * worth.worth / 10000 as base_worth, unbilled.leakage * worth.worth / 10000 as base_leakage,
        list_max(list_filter($ages::integer[], lambda first: first <= greatest(unbilled.age_days, 0))) as age_from,
        case
            when unbilled.billing_event_no is null then 'in_no_billing_event'
            when event.work_sent_at is not null and unbilled.kind <> 'expense' or event.sent_at is not null and unbilled.kind = 'expense'
                then 'sent_since'
            when event.cancelled_at is not null then 'cancelled'
            when event.billable_at is null then 'not_billable'
            when event.ready_at is null then 'not_ready'
            when event.drafted_at is null then 'not_drafted'
            else 'not_sent'
        end as state
    from fact.unbilled as unbilled
    join last_end using (entity, month_end)
    left join worth on worth.currency = unbilled.currency and worth.day = unbilled.day
    left join fact.billing_event as event on event.thing_no = unbilled.billing_event_no
)

select
    project, client, entity, practice, project_manager, billing_type, currency, kind, age_from, state, month_end,
    count(*) as items, sum(worth) as worth, sum(base_worth) as base_worth, sum(leakage) as leakage, sum(base_leakage) as base_leakage,
    coalesce(sum(leakage) filter (where is_past_cutoff), 0) as past_cutoff, coalesce(sum(leakage) filter (where not is_past_cutoff), 0) as above_cap,
    max(age_days) as oldest_days, sum(age_days * worth) as age_worth
from item
where {narrowed}
group by all
order by base_worth desc nulls last, project, kind, age_from, state

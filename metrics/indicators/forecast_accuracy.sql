-- grain: one row per entity, month that is over and measure, of the last forecast taken before the month began
-- title = "Forecast accuracy"
-- question = "How near does the last forecast before a month come to what the month brings?"
-- population = "The last forecast of each entity and month that was taken before the month began, once the month is over"
-- owner = "CFO"
-- source = "Tracework: 1 − |Σ forecast − Σ actual| ÷ |Σ actual|. Actual revenue is time recorded at the rates of the bookings, else of the contract; margin is revenue less what the hours cost; utilization is the indicator's"
-- needs = ["time_logged"]
-- rests_on = ["resource.grade", "timesheet_corrected", "timesheet_rejected"]
-- [[measure]]
-- name = "revenue"
-- title = "Revenue forecast accuracy"
-- aggregate = "skill"
-- unit = "share"
-- parts = "money"
-- better = "higher"
-- [[measure]]
-- name = "revenue_bias"
-- title = "Revenue forecast bias"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "money"
-- better = "near_zero"
-- [[measure]]
-- name = "margin"
-- title = "Margin forecast accuracy"
-- aggregate = "skill"
-- unit = "share"
-- parts = "money"
-- better = "higher"
-- [[measure]]
-- name = "margin_bias"
-- title = "Margin forecast bias"
-- aggregate = "ratio"
-- unit = "share"
-- parts = "money"
-- better = "near_zero"
-- [[measure]]
-- name = "utilization"
-- title = "Utilization forecast accuracy"
-- aggregate = "skill"
-- unit = "share"
-- better = "higher"
-- [[measure]]
-- name = "utilization_bias"
-- title = "Utilization forecast bias"
-- aggregate = "ratio"
-- unit = "share"
-- better = "near_zero"
with
last_forecast as (
    select
        forecast.object_id, forecast.entity, forecast.month, forecast.revenue, forecast.margin, forecast.utilization, entity.currency,
        timezone('UTC', timezone(coalesce(entity.zone, 'UTC'), forecast.month::timestamp)) as began_at
    from fact.forecast as forecast
    join fact.month_end as ended on ended.entity = forecast.entity and ended.month = forecast.month
    join fact.entity as entity on entity.entity = forecast.entity
    where forecast.taken_at < began_at
    qualify row_number() over (partition by forecast.entity, forecast.month order by forecast.taken_at desc, forecast.object_id desc) = 1
),

recorded as (
    select
        entry.person_no, entry.project_no, entry.assignment_no, date_trunc('month', entry.day)::date as month, version.grade,
        person.entity as home, sum(entry.minutes) as minutes, sum(entry.minutes) filter (where entry.billable) as billable_minutes
    from fact.time_entry as entry
    join fact.person as person on person.thing_no = entry.person_no and person.keeps_time
    left join fact.timecard as card using (card_no)
    left join fact.person_version as version
        on version.person_no = entry.person_no and entry.day >= version.since and entry.day < version.until
    where not coalesce(card.is_rejected, false)
    group by all
),

agreed as (
    select contract_no, grade, min(rate) as rate from fact.rate where kind = 'contract' group by contract_no, grade
),

-- what a month brought, in each currency that it came or was spent in
earned as (
    select
        project.entity, recorded.month, coalesce(assignment.currency, entity.currency) as currency,
        sum(recorded.minutes * coalesce(assignment.bill_rate, agreed.rate)) / 60 as revenue, null::double as cost
    from recorded
    join fact.project as project on project.thing_no = recorded.project_no
    join fact.entity as entity on entity.entity = project.entity
    left join fact.assignment as assignment on assignment.thing_no = recorded.assignment_no
    left join agreed on agreed.contract_no = project.contract_no and agreed.grade = recorded.grade
    group by all
    union all
    select project.entity, recorded.month, person.cost_currency, null, sum(recorded.minutes * person.cost_rate) / 60
    from recorded
    join fact.project as project on project.thing_no = recorded.project_no
    join fact.person as person on person.thing_no = recorded.person_no
    group by all
),

own as (
    select last_forecast.*, rate.worth as own_worth
    from last_forecast
    asof left join fact.exchange_rate as rate on rate.currency = last_forecast.currency and rate.day <= last_forecast.month
),

rated as (
    select own.object_id, earned.revenue, earned.cost, earned.currency, own.currency as own_currency, earned.month, own.own_worth
    from own
    join earned using (entity, month)
),

turned as (
    select
        rated.object_id, rated.revenue, rated.cost,
        case when rated.currency = rated.own_currency then 1 else rate.worth / rated.own_worth end as factor
    from rated
    asof left join fact.exchange_rate as rate on rate.currency = rated.currency and rate.day <= rated.month
),

-- what no exchange rate is known for makes the month unknown, not cheaper
brought as (
    select
        object_id,
        case when bool_and(revenue is null or factor is not null) then sum(revenue * factor) end as revenue,
        case when bool_and(cost is null or factor is not null) then sum(cost * factor) end as cost
    from turned group by object_id
),

actual as (
    select
        own.*, coalesce(brought.revenue, case when brought.object_id is null then 0 end) as earned,
        coalesce(brought.revenue - brought.cost, case when brought.object_id is null then 0 end) as kept
    from own left join brought using (object_id)
),

capacity as (
    select entity, date_trunc('month', day)::date as month, sum(capacity_minutes) as minutes
    from fact.person_day group by entity, date_trunc('month', day)
),

used as (
    select capacity.entity, capacity.month, coalesce(sum(recorded.billable_minutes), 0) / any_value(capacity.minutes) as utilization
    from capacity
    left join recorded on recorded.home = capacity.entity and recorded.month = capacity.month
    where capacity.minutes > 0
    group by capacity.entity, capacity.month
),

compared as (
    select object_id, entity, began_at, currency, 'revenue' as of_what, revenue as forecast, earned as actual from actual
    union all by name
    select object_id, entity, began_at, currency, 'margin' as of_what, margin as forecast, kept as actual from actual
    union all by name
    select actual.object_id, entity, actual.began_at, 'utilization' as of_what, actual.utilization as forecast, used.utilization as actual
    from actual join used using (entity, month)
)

select of_what as measure, object_id, entity, began_at as at, currency, forecast as numerator, actual as denominator
from compared where actual is not null
union all by name
select
    of_what || '_bias' as measure, object_id, entity, began_at as at, currency, forecast - actual as numerator, actual as denominator
from compared where actual is not null

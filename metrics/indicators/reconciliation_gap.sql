-- grain: one row per gap and month's end at which it is open
-- title = "Reconciliation gap"
-- question = "Which records disagree between two systems, and how much money is in that?"
-- population = "Gaps that the rules found and that are open at the month's end of their entity"
-- owner = "Finance controller"
-- source = "Tracework: the rules in metrics/rules/gaps, and a workspace's own"
-- rests_on = ["client_validated", "contract_signed", "expense_finance_approved", "invoice_sent", "timesheet_approved"]
-- [[measure]]
-- name = "count"
-- title = "Records that disagree"
-- aggregate = "sum"
-- unit = "count"
-- better = "lower"
-- stock = true
-- [[measure]]
-- name = "money"
-- title = "Money in records that disagree"
-- aggregate = "sum"
-- unit = "money"
-- better = "lower"
-- stock = true
with
open_gap as (
    select
        gap.*, concat_ws('/', gap.rule, nullif(gap.part, '')) as named_part, month_end.at as month_end_at,
        timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', month_end.at))::date as day,
        coalesce(entity.currency, gap.currency) as entity_currency
    from fact.gap as gap
    join fact.month_end as month_end on month_end.entity = gap.entity and gap.raised_at <= month_end.at
    left join fact.entity as entity on entity.entity = gap.entity
    where gap.ended_at is null or gap.ended_at > month_end.at
),

-- a person's hours may be on a project of another entity, at its rates
foreign_day as (
    select distinct currency, entity_currency, day from open_gap where currency <> entity_currency and money <> 0
),

exchanged as (
    select foreign_day.currency, foreign_day.entity_currency, foreign_day.day, own.worth / there.worth as factor
    from foreign_day
    asof left join fact.exchange_rate as own on own.currency = foreign_day.currency and own.day <= foreign_day.day
    asof left join fact.exchange_rate as there
        on there.currency = foreign_day.entity_currency and there.day <= foreign_day.day
),

valued as (
    select
        open_gap.*,
        case
            when coalesce(open_gap.currency, open_gap.entity_currency) = open_gap.entity_currency or open_gap.money = 0
                then coalesce(open_gap.money, 0)
            else open_gap.money * exchanged.factor
        end as worth
    from open_gap
    left join exchanged using (currency, entity_currency, day)
),

counted as (
    select unnest(['count', 'money']) as measure, unnest([1, worth]) as value, * from valued
)

select
    measure, object_id, named_part as part, month_end_at as "at", value,
    case measure when 'money' then entity_currency end as currency,
    entity, region, practice, service_line, client, project, project_manager, billing_type, rule
from counted

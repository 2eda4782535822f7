-- grain: one row per gap and month's end at which it is open
-- title = "Reconciliation gap"
-- question = "Which records disagree between two systems, and how much money is in that?"
-- population = "Gaps that the rules found and that are open at the month's end of their entity"
-- owner = "Finance controller"
-- source = "Tracework: the rules in metrics/rules/gaps, and a workspace's own"
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
    select gap.*, concat_ws('/', gap.rule, nullif(gap.part, '')) as named_part, month_end.at as month_end_at
    from fact.gap as gap
    join fact.month_end as month_end on month_end.entity = gap.entity and gap.raised_at <= month_end.at
    where gap.ended_at is null or gap.ended_at > month_end.at
),

counted as (
    select unnest(['count', 'money']) as measure, unnest([1, coalesce(money, 0)]) as value, * exclude (money) from open_gap
)

select
    measure, object_id, named_part as part, month_end_at as "at", value, case measure when 'money' then currency end as currency,
    entity, region, practice, service_line, client, project, project_manager, billing_type, rule
from counted

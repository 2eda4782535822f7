-- grain: one row per expense report that was handed in, and measure
-- title = "Expense approval cycle time"
-- question = "How long does an expense report wait for its approval?"
-- population = "Expense reports submitted, placed by their first submission"
-- owner = "Finance controller"
-- source = "Tracework: first submitted → last approval of finance. APQC 100587 counts calendar days until payment is scheduled"
-- rests_on = ["expense_finance_approved", "expense_submitted"]
-- [[measure]]
-- title = "Expense approval cycle time"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- [[measure]]
-- name = "rejections_per_report"
-- title = "Rejections per report"
-- aggregate = "mean"
-- unit = "count"
-- better = "lower"
with
report as (
    select
        report.object_id, report.submitted_at, report.finance_approved_at, report.rejections, report.entity, project.practice,
        project.service_line, project.client, project.project, project.project_manager, project.billing_type
    from fact.expense_report as report
    left join fact.project as project on project.thing_no = report.project_no
    where report.submitted_at is not null
)

select
    'value' as measure, * exclude (submitted_at, finance_approved_at, rejections), submitted_at as starts_at,
    finance_approved_at as ends_at
from report
union all by name
select
    'rejections_per_report' as measure, * exclude (submitted_at, finance_approved_at, rejections), submitted_at as at,
    rejections as value
from report

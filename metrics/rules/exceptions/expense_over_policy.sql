-- grain: one row per expense line over the firm's limit for its category
-- title = "Expense over policy"
-- kind = "breach"
-- severity = "medium"
-- owner = "Line manager"
-- source = "The firm's expense policy, [metrics.expense_limits]"
-- process = "expense_approval"
select
    report.object_id, line.object_id as part, report.submitted_at as raised_at, report.entity, report.project_no,
    line.amount - setting.value as money, line.currency
from fact.expense_line as line
join fact.expense_report as report on report.thing_no = line.expense_report_no
join fact.setting as setting on setting.name = 'expense_limit' and setting.key = line.category
where line.amount > setting.value

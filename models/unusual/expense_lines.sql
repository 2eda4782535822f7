-- grain: one row per expense of a report that has been handed in, in order of time: what it is compared by, and the firm's limit for it
select
    line.object_id as line_id, report.object_id as report_id, report.created_at as begun_at, report.submitted_at, report.finance_approved_at, report.reimbursed_at,
    person.object_id as person_id, coalesce(person.person, person.object_id) as name, report.entity, person.grade,
    coalesce(project.practice, person.practice) as practice, project.project, project.client, line.category, line.merchant, line.amount,
    line.currency, line.spent_on, line.has_receipt, setting.value as allowed
from fact.expense_line as line
join fact.expense_report as report on report.thing_no = line.expense_report_no
join fact.person as person on person.thing_no = report.person_no
left join fact.project as project on project.thing_no = coalesce(line.project_no, report.project_no)
left join fact.setting as setting on setting.name = 'expense_limit' and setting.key = line.category
where report.submitted_at is not null and line.amount > 0
order by report.submitted_at, report.object_id, line.spent_on, line.object_id

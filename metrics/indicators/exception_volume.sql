-- grain: one row per exception and project of its thing; for the rate also one per case and month in which it was under way
-- title = "Exception volume"
-- question = "How often does the work go wrong, and how?"
-- population = "Exceptions that the rules found, placed by when their condition first held; cases under way in the month"
-- owner = "Process owner"
-- source = "Tracework: the rules in metrics/rules/exceptions, and a workspace's own"
-- rests_on = ["budget_approved", "budget_rejected", "budget_submitted", "client_validated", "contract.po_number", "contract.rate_card", "contract.service_code", "contract.tax_code", "contract_data_checked", "contract_data_rejected", "contract_signed", "expense_finance_approved", "expense_manager_approved", "expense_rejected", "expense_submitted", "handoff_submitted", "invoice_rejected", "invoice_review_asked", "invoice_reviewed", "invoice_sent", "milestone_accepted", "milestone_reached", "period_closed", "project_closed", "timesheet_approved", "timesheet_corrected", "timesheet_rejected", "timesheet_submitted"]
-- [[measure]]
-- name = "count"
-- title = "Exceptions"
-- aggregate = "sum"
-- unit = "count"
-- better = "lower"
-- [[measure]]
-- name = "per_100_cases"
-- title = "Exceptions for a hundred cases under way"
-- aggregate = "ratio"
-- unit = "per_100"
-- better = "lower"
-- above_only = ["kind", "rule"]
-- monthly = true
with
raised as (
    select
        object_id, concat_ws('/', rule, nullif(part, '')) as part, raised_at as "at", weight, entity, region, practice, service_line,
        client, project, project_manager, billing_type, kind, rule
    from fact.exception
),

-- the things that cases are about; what was given up is none
led as (
    select thing_no, entity, project_no, null as practice, client, billing_type from fact.contract where cancelled_at is null
    union all
    select thing_no, null, thing_no, null, null, null from fact.project where cancelled_at is null
    union all
    select thing_no, null, project_no, null, null, null from fact.resource_request where withdrawn_at is null
    union all
    select sheet.thing_no, person.entity, null, person.practice, null, null
    from fact.timesheet as sheet
    join fact.person as person on person.thing_no = sheet.person_no
    join fact.span as span on sheet.due_at <= span.as_of
    where sheet.expected
    union all
    select thing_no, entity, project_no, null, null, null from fact.expense_report
    union all
    select thing_no, entity, project_no, null, null, null from fact.purchase_order
    union all
    select thing_no, null, project_no, null, null, null
    from fact.billing_event where cancelled_at is null and billable_at is not null
    union all
    select said.thing_no, said.value, null, null, null, null
    from fact.said as said
    join fact.thing as thing using (thing_no)
    where thing.type = 'period_close' and said.name = 'entity' and said.last
),

placed as (
    select
        span.process, span.first_at, span.last_at, thing.object_id, coalesce(led.entity, project.entity) as entity,
        coalesce(led.practice, project.practice) as practice, project.service_line, coalesce(led.client, project.client) as client,
        project.project, project.project_manager, coalesce(led.billing_type, project.billing_type) as billing_type
    from fact.case_span as span
    join led using (thing_no)
    join fact.thing as thing using (thing_no)
    left join fact.project as project on project.thing_no = led.project_no
),

zoned as (
    select
        placed.*, coalesce(entity.zone, 'UTC') as zone,
        date_trunc('month', timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', first_at)))::date as first_month,
        date_trunc('month', timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', last_at)))::date as last_month
    from placed
    left join fact.entity as entity on entity.entity = placed.entity
),

month as (
    select zoned.*, unnest(generate_series(first_month, last_month, interval 1 month))::date as month from zoned
)

select 'count' as measure, object_id, part, "at", weight as value, null::double as numerator, null::double as denominator,
    entity, region, practice, service_line, client, project, project_manager, billing_type, kind, rule
from raised
union all
select 'per_100_cases', object_id, part, "at", null, 100 * weight, 0,
    entity, region, practice, service_line, client, project, project_manager, billing_type, kind, rule
from raised
union all
select
    'per_100_cases', object_id, process, greatest(timezone('UTC', timezone(zone, month::timestamp)), first_at), null, 0, 1,
    entity, null, practice, service_line, client, project, project_manager, billing_type, null, null
from month

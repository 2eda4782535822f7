-- grain: one row per expense report, with its person, the project on which most of it was spent, and its steps
-- needs: thing, said, related, happened, expense_line
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'name') as title,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(value) filter (where name = 'pending_role') as pending_role
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'expense_report')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where qualifier = 'of' and to_type = 'resource') as person_no
    from fact.related where from_type = 'expense_report' group by from_no
),

-- a report without lines belongs to the project that it names
charged as (
    select expense_report_no as thing_no, project_no, sum(amount) as amount
    from fact.expense_line where expense_report_no is not null and project_no is not null group by all
    union all
    select from_no, to_no, 0
    from fact.related where from_type = 'expense_report' and to_type = 'project' and qualifier = 'on'
),

most as (
    select charged.thing_no, arg_min(charged.project_no, {'least': -charged.amount, 'object_id': project.object_id}) as project_no
    from charged
    join fact.thing as project on project.thing_no = charged.project_no
    group by charged.thing_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'expense_report_created') as created_at,
        min(ts) filter (where event_type = 'expense_submitted') as submitted_at,
        max(ts) filter (where event_type = 'expense_submitted') as last_submitted_at,
        max(ts) filter (where event_type = 'expense_rejected') as last_rejected_at,
        count(*) filter (where event_type = 'expense_rejected') as rejections,
        max(ts) filter (where event_type = 'expense_manager_approved') as manager_approved_at,
        max(ts) filter (where event_type = 'expense_finance_approved') as finance_approved_at,
        max(ts) filter (where event_type = 'expense_posted') as posted_at,
        min(ts) filter (where event_type = 'expense_reimbursed') as reimbursed_at,
        min(ts) filter (where event_type = 'expense_rebilled') as rebilled_at
    from fact.happened
    where
        type = 'expense_report'
        and event_type in (
            'expense_report_created', 'expense_submitted', 'expense_rejected', 'expense_manager_approved', 'expense_finance_approved',
            'expense_posted', 'expense_reimbursed', 'expense_rebilled'
        )
    group by thing_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), link.person_no, most.project_no,
    coalesce(step.created_at, thing.since) as created_at, step.* exclude (thing_no, created_at)
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join most using (thing_no)
left join step on step.thing_no = thing.thing_no
where thing.type = 'expense_report'

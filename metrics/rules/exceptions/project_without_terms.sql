-- grain: one row per project that began before the terms of its contract were all on file
-- # the client's order number is no term of ours: what lacks it alone has its terms, see order_number_missing
-- title = "Project without contract terms"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Contract owner"
-- source = "Tracework: terms on file before the project begins"
-- process = "sales_to_project"
with
begun as (
    select thing_no, min(ts) as begun_at
    from fact.happened where event_type in ('project_created_in_erp', 'project_shell_created') and type = 'project'
    group by thing_no
),

-- where the order number came last, nobody tells when the others were there: since the draft
agreed as (
    select
        thing_no, amount,
        case
            when lacks = ['po_number'] or (requires_po and po_number_at >= terms_at) then drafted_at
            else terms_at
        end as terms_at
    from fact.contract
)

select project.object_id, begun.begun_at as raised_at, agreed.terms_at as ended_at, project.thing_no as project_no, agreed.amount as money
from fact.project as project
join begun using (thing_no)
join agreed on agreed.thing_no = project.contract_no
where project.cancelled_at is null and (agreed.terms_at is null or agreed.terms_at > begun.begun_at)

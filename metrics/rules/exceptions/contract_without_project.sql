-- grain: one row per signed contract, first of its deal, that had no project when its time was up
-- title = "Contract signed, no project"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Operations leader"
-- source = "Tracework: what must follow, in hours of work"
-- process = "sales_to_project"
-- waits = "patience"
with
-- a project is there from the first of what the ERP and the PSA say
begun as (
    select project.contract_no, min(happened.ts) as begun_at
    from fact.project as project
    join fact.happened as happened on happened.thing_no = project.thing_no
    where happened.event_type in ('project_created_in_erp', 'project_shell_created')
    group by project.contract_no
)

select
    contract.object_id, contract.signed_at as starts_at, begun.begun_at as ends_at, contract.entity, contract.project_no, contract.client,
    contract.billing_type, contract.amount as money, contract.currency
from fact.contract as contract
left join begun on begun.contract_no = contract.thing_no
where contract.signed_at is not null and contract.amends_no is null and contract.cancelled_at is null

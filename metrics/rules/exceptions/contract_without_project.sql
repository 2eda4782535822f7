-- grain: one row per signed contract, first of its deal, that had no project when its time was up
-- title = "Contract signed, no project"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Operations leader"
-- source = "Tracework: twice the hours of work after which a project is late"
-- process = "sales_to_project"
-- waits = "patience"
-- [thresholds]
-- hours = 80
select
    contract.object_id, contract.signed_at as starts_at, step.begun_at as ends_at, contract.entity, contract.project_no, contract.client,
    contract.billing_type, contract.amount as money, contract.currency
from fact.contract as contract
left join fact.contract_step as step on step.contract_no = contract.thing_no
where
    contract.signed_at is not null and contract.amends_no is null and contract.cancelled_at is null
    -- where no system tells of projects, nobody can tell
    and exists (select 1 from fact.project)

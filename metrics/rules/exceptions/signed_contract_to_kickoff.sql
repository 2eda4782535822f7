-- grain: one row per signed contract whose project had no kickoff in time
-- title = "Kickoff late after signing"
-- kind = "breach"
-- severity = "medium"
-- owner = "Operations leader"
-- source = "The firm's service levels, [metrics.service_levels]"
-- needs = ["kickoff_held"]
-- process = "project_to_cash"
-- waits = "service_level"
select
    contract.object_id, contract.signed_at as starts_at, step.kickoff_at as ends_at, contract.entity, contract.project_no, contract.client,
    contract.billing_type
from fact.contract as contract
left join fact.contract_step as step on step.contract_no = contract.thing_no
where contract.signed_at is not null and contract.amends_no is null and contract.cancelled_at is null

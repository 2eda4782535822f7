-- grain: one row per contract whose data were not checked in time
-- title = "Contract data checked late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Contract approver"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "sales_to_project"
-- waits = "service_level"
with
asked as (
    select thing_no, min(asked_at) as asked_at, min(decided_at) filter (where approved) as approved_at
    from fact.approval where kind = 'contract' group by thing_no
)

select
    contract.object_id, asked.asked_at as starts_at, asked.approved_at as ends_at, contract.entity, contract.project_no, contract.client,
    contract.billing_type
from asked
join fact.contract as contract using (thing_no)
where contract.amends_no is null and contract.cancelled_at is null

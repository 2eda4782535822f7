-- grain: one row per contract, first of its deal, whose tax code the ERP does not know
-- title = "Tax code unknown"
-- kind = "conflicting_data"
-- severity = "high"
-- owner = "Contract owner"
-- source = "Master data of the ERP"
-- process = "sales_to_project"
with
unknown as (
    select distinct canonical.canonical_no as thing_no
    from conflict
    join canonical using (object_no)
    where conflict.kind = 'unknown_master_data' and conflict.attribute = 'tax_code'
)

select
    contract.object_id, contract.drafted_at as raised_at, contract.entity, contract.project_no, contract.client, contract.billing_type,
    contract.amount as money, contract.currency
from unknown
join fact.contract as contract using (thing_no)
where contract.amends_no is null and contract.cancelled_at is null

-- grain: one row per client with a signed contract that the ERP does not know
-- title = "Client missing in the ERP"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Finance controller"
-- source = "Reconciliation of CRM and ERP"
-- needs = ["contract_signed", "client_validated"]
-- compares = ["crm", "erp"]
with
validated as (
    select thing_no, min(ts) as validated_at
    from fact.happened where event_type = 'client_validated' and type = 'client' group by thing_no
),

first_signed as (
    select contract.*
    from fact.contract as contract
    where contract.signed_at is not null and contract.cancelled_at is null and contract.client_no is not null
    qualify row_number() over (partition by contract.client_no order by contract.signed_at, contract.object_id) = 1
)

select
    client.object_id, signed.signed_at as raised_at, validated.validated_at as ended_at, signed.entity, signed.project_no, signed.client,
    signed.billing_type, 0 as money, signed.currency
from first_signed as signed
join fact.client as client on client.thing_no = signed.client_no
left join validated on validated.thing_no = client.thing_no

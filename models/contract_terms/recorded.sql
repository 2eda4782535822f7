-- grain: one row per contract: what the firm's systems hold of its terms; money in cents
with
rated as (
    select contract_no as thing_no, map(list(grade order by grade), list(rate order by grade)) as rates
    from (select contract_no, grade, max(rate) as rate from fact.rate where contract_no is not null and grade is not null group by all)
    group by contract_no
)

select
    contract.object_id, contract.contract as name, contract.client, contract.entity, project.practice, project.project,
    contract.signed_at, contract.billing_type, contract.amount, contract.cap, contract.currency,
    contract.payment_terms_days as payment_days, contract.po_number, rated.rates
from fact.contract as contract
left join fact.project as project on project.thing_no = contract.project_no
left join rated on rated.thing_no = contract.thing_no
where contract.amends_no is null
order by contract.object_id

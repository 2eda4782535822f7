-- grain: one row per deal's first contract, and measure
-- title = "Sales-to-project setup time"
-- question = "How long does it take from the signature until the work can begin?"
-- population = "The first contract of each deal, signed and not cancelled, placed by its signature; `from_won` by the winning of the deal"
-- owner = "Operations leader"
-- source = "Tracework: signed → project in the ERP, shell in the PSA and budget approved, of all the contract's projects"
-- needs = ["contract_signed", "project_shell_created", "project_created_in_erp"]
-- rests_on = ["budget_approved", "contract_signed", "opportunity_won"]
-- [[measure]]
-- title = "Signed to project set up"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
-- [[measure]]
-- name = "from_won"
-- title = "Deal won to project set up"
-- aggregate = "km"
-- unit = "hours"
-- better = "lower"
with
first_contract as (
    select * from fact.contract
    where cancelled_at is null and amends_no is null and opportunity_no is not null
    qualify row_number() over (partition by opportunity_no order by drafted_at, object_id) = 1
),

won as (
    select thing_no as opportunity_no, min(ts) as won_at
    from fact.happened where event_type = 'opportunity_won' and type = 'opportunity' group by thing_no
),

step as (
    select
        thing_no as project_no,
        min(ts) filter (where event_type = 'project_created_in_erp') as in_erp_at,
        min(ts) filter (where event_type = 'project_shell_created') as in_psa_at,
        min(ts) filter (where event_type = 'budget_approved') as budget_at
    from fact.happened
    where type = 'project' and event_type in ('project_created_in_erp', 'project_shell_created', 'budget_approved')
    group by thing_no
),

set_up as (
    select
        project.contract_no,
        case
            when bool_and(step.in_erp_at is not null and step.in_psa_at is not null and step.budget_at is not null)
                then max(greatest(step.in_erp_at, step.in_psa_at, step.budget_at))
        end as ready_at
    from fact.project as project
    left join step on step.project_no = project.thing_no
    where project.contract_no is not null
    group by project.contract_no
),

contract as (
    select
        contract.object_id, contract.signed_at, won.won_at, set_up.ready_at, contract.entity, project.practice, project.service_line,
        contract.client, project.project, project.project_manager, contract.billing_type
    from first_contract as contract
    left join won using (opportunity_no)
    left join set_up on set_up.contract_no = contract.thing_no
    left join fact.project as project on project.thing_no = contract.project_no
    where contract.signed_at is not null
),

start as (
    select 'value' as measure, *, signed_at as starts_at from contract
    union all
    select 'from_won' as measure, *, won_at as starts_at from contract where won_at is not null
)

select
    * exclude (signed_at, won_at, ready_at),
    -- what was there before takes no time
    case when ready_at is not null then greatest(starts_at, ready_at) end as ends_at
from start

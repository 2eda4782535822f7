-- grain: one row per opportunity, with when it reached each step towards work, when it ended without, and when people were first asked for
with
step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'opportunity_created') as created_at,
        min(ts) filter (where event_type = 'opportunity_qualified') as qualified_at,
        min(ts) filter (where event_type = 'proposal_sent') as proposal_at,
        min(ts) filter (where event_type = 'negotiation_started') as negotiation_at,
        min(ts) filter (where event_type = 'opportunity_won') as won_at,
        min(ts) filter (where event_type = 'opportunity_lost') as lost_at
    from fact.happened where type = 'opportunity' group by thing_no
),

known as (
    select
        thing_no, any_value(value) filter (where name = 'name') as name, any_value(value) filter (where name = 'entity') as entity,
        any_value(value) filter (where name = 'practice') as practice
    from fact.said where last group by thing_no
),

signed as (
    select opportunity_no as thing_no, min(signed_at) as signed_at, min(cancelled_at) as cancelled_at
    from fact.contract where opportunity_no is not null and amends_no is null group by opportunity_no
),

asked as (
    select contract.opportunity_no as thing_no, min(request.requested_at) as asked_at,
        date_trunc('week', min(coalesce(request.wanted_on, request.requested_at)))::date as first_week
    from fact.resource_request as request
    join fact.project as project on project.thing_no = request.project_no
    join fact.contract as contract on contract.thing_no = project.contract_no
    where contract.opportunity_no is not null
    group by contract.opportunity_no
)

select
    thing.thing_no, thing.object_id, known.name, known.entity, known.practice, coalesce(step.created_at, thing.since) as created_at,
    step.qualified_at, step.proposal_at, step.negotiation_at, step.won_at, signed.signed_at,
    least(step.lost_at, signed.cancelled_at) as ended_at, asked.asked_at, asked.first_week
from fact.thing as thing
left join known using (thing_no)
left join step using (thing_no)
left join signed using (thing_no)
left join asked using (thing_no)
where thing.type = 'opportunity' and known.entity is not null and coalesce(step.created_at, thing.since) is not null
order by thing.object_id

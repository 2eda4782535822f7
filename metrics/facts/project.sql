-- grain: one row per project, with the slices that it gives to what belongs to it
-- needs: thing, said, related, entity, client
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'code') as project,
        any_value(value) filter (where name = 'name') as title,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(value) filter (where name = 'practice') as practice,
        any_value(value) filter (where name = 'service_line') as service_line,
        any_value(value) filter (where name = 'project_manager') as project_manager,
        any_value(value) filter (where name = 'billing_type') as billing_type,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(value) filter (where name = 'stage') as stage,
        any_value(try_cast(value as date)) filter (where name = 'starts_on') as starts_on,
        any_value(try_cast(value as date)) filter (where name = 'ends_on') as ends_on,
        any_value(try_cast(value as date)) filter (where name = 'kickoff_planned_on') as kickoff_planned_on,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'baseline_revenue') as baseline_revenue,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'baseline_cost') as baseline_cost,
        any_value(try_cast(value as timestamp)) filter (where name = 'cancelled_at') as cancelled_at
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'project')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where qualifier = 'for' and to_type = 'client') as client_no,
        min(to_no) filter (where qualifier = 'under' and to_type = 'contract') as contract_no
    from fact.related where from_type = 'project' group by from_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), client.client, link.client_no, link.contract_no, entity.region
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join fact.client as client on client.thing_no = link.client_no
left join fact.entity as entity on entity.entity = known.entity
where thing.type = 'project'

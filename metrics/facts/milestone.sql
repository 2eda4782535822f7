-- grain: one row per milestone, with its project, the amount it is billed at, and when it was reached and accepted
-- needs: thing, said, related, happened
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'name') as title,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(try_cast(value as date)) filter (where name = 'planned_on') as planned_on
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'milestone')
    group by thing_no
),

link as (
    select from_no as thing_no, min(to_no) as project_no
    from fact.related where from_type = 'milestone' and to_type = 'project' and qualifier = 'of' group by from_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'milestone_reached') as reached_at,
        max(ts) filter (where event_type = 'milestone_accepted') as accepted_at
    from fact.happened where type = 'milestone' and event_type in ('milestone_reached', 'milestone_accepted') group by thing_no
)

select thing.thing_no, thing.object_id, known.* exclude (thing_no), link.project_no, step.* exclude (thing_no)
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
where thing.type = 'milestone' and thing.deleted_at is null

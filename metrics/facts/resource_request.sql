-- grain: one row per request for somebody on a project
-- needs: thing, said, related, happened
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'role') as role,
        any_value(value) filter (where name = 'grade') as grade,
        any_value(value) filter (where name = 'skill') as skill,
        any_value(value) filter (where name = 'region') as region,
        any_value(round(try_cast(value as double) * 60)::bigint) filter (where name = 'hours') as minutes,
        any_value(try_cast(value as date)) filter (where name = 'wanted_on') as wanted_on,
        any_value(try_cast(value as timestamp)) filter (where name = 'withdrawn_at') as withdrawn_at
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'resource_request')
    group by thing_no
),

link as (
    select from_no as thing_no, min(to_no) as project_no
    from fact.related where from_type = 'resource_request' and to_type = 'project' group by from_no
),

asked as (
    select thing_no, min(ts) as requested_at
    from fact.happened where event_type = 'resource_requested' and type = 'resource_request' group by thing_no
)

select
    thing.thing_no, thing.object_id, link.project_no, known.* exclude (thing_no),
    coalesce(asked.requested_at, thing.since) as requested_at
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join asked using (thing_no)
where thing.type = 'resource_request'

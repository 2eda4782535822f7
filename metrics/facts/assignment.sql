-- grain: one row per booking of a person on a project, with the rate it is billed at an hour and the work planned in all
-- needs: thing, said, related, happened, assignment_week
with
known as (
    select
        thing_no,
        any_value(round(try_cast(value as double) * 100)::bigint) filter (where name = 'bill_rate') as bill_rate,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(round(try_cast(value as double) * 60)::bigint) filter (where name = 'hours') as minutes,
        any_value(try_cast(value as date)) filter (where name = 'starts_on') as starts_on,
        any_value(try_cast(value as date)) filter (where name = 'ends_on') as ends_on,
        any_value(try_cast(value as timestamp)) filter (where name = 'withdrawn_at') as withdrawn_at
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'assignment')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where to_type = 'resource') as person_no,
        min(to_no) filter (where to_type = 'project') as project_no,
        min(to_no) filter (where to_type = 'resource_request') as request_no
    from fact.related where from_type = 'assignment' group by from_no
),

booked as (
    select thing_no, min(ts) as booked_at
    from fact.happened where event_type = 'resource_booked' and type = 'assignment' group by thing_no
),

planned as (select assignment_no as thing_no, sum(minutes)::bigint as minutes from fact.assignment_week group by assignment_no)

select
    thing.thing_no, thing.object_id, link.person_no, link.project_no, link.request_no, known.bill_rate, known.currency,
    coalesce(planned.minutes, known.minutes) as minutes, known.starts_on, known.ends_on, known.withdrawn_at,
    coalesce(booked.booked_at, thing.since) as booked_at
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join booked using (thing_no)
left join planned using (thing_no)
where thing.type = 'assignment'

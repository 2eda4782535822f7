-- grain: one row per entry of time logged: a part of a timesheet and a day on which something was worked
-- `card_no` is the part of the timesheet it is in (fact.timecard); a timesheet without parts is its own only part,
-- and time of no timesheet is in none
-- needs: thing, related
with
logged as (
    select event.event_no, event.ts, event.logged_at
    from event
    join event_type using (type_no)
    where event_type.name = 'time_logged'
),

told as (
    select
        attribute.event_no,
        max(round(try_cast(attribute.value as double) * 60)::integer) filter (where attribute.name = 'hours') as minutes,
        bool_or(attribute.value = 'true') filter (where attribute.name = 'billable') as billable,
        max(attribute.value) filter (where attribute.name = 'timecard') as timecard
    from event_attribute as attribute
    semi join logged on logged.event_no = attribute.event_no
    where attribute.name in ('hours', 'billable', 'timecard')
    group by attribute.event_no
),

named as (
    select
        relation.event_no,
        min(thing.thing_no) filter (where thing.type = 'timesheet') as sheet_no,
        min(thing.thing_no) filter (where thing.type = 'resource' and relation.qualifier = 'of') as person_no,
        min(thing.thing_no) filter (where thing.type = 'resource' and relation.qualifier <> 'of') as by_no,
        min(thing.thing_no) filter (where thing.type = 'project') as project_no,
        min(thing.thing_no) filter (where thing.type = 'assignment') as assignment_no,
        min(thing.thing_no) filter (where thing.type = 'billing_event') as billing_event_no
    from event_object as relation
    join logged using (event_no)
    join canonical using (object_no)
    join fact.thing as thing on thing.thing_no = canonical.canonical_no
    where thing.type in ('timesheet', 'resource', 'project', 'assignment', 'billing_event')
    group by relation.event_no
),

owner as (
    select from_no as sheet_no, min(to_no) as owner_no
    from fact.related where from_type = 'timesheet' and qualifier = 'of' and to_type = 'resource' group by from_no
)

select
    logged.event_no, named.sheet_no,
    case
        when named.sheet_no is not null or told.timecard is not null
            then hash({'sheet': named.sheet_no, 'timecard': told.timecard})
    end as card_no,
    told.timecard,
    coalesce(owner.owner_no, named.person_no, named.by_no) as person_no, named.project_no, named.assignment_no,
    named.billing_event_no, logged.ts::date as day, told.minutes, coalesce(told.billable, false) as billable,
    logged.logged_at
from logged
left join told using (event_no)
left join named using (event_no)
left join owner using (sheet_no)
where told.minutes <> 0

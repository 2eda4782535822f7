-- grain: one row per person who keeps time and working day of the entity while employed there, with what could be worked on it, in minutes
-- `base_minutes` is a fifth of the weekly hours, `capacity_minutes` what of it is not leave
-- needs: person, person_version, entity_day, span
with
employed as (select thing_no as person_no, entity, first_day, last_day from fact.person where keeps_time),

-- leaves may touch or overlap: who began more of them than ended is away, for a day if at its noon
turn as (
    select canonical.canonical_no as person_no, attribute.ts, sum(case attribute.value when 'true' then 1 else -1 end) as began
    from object_attribute as attribute
    join canonical using (object_no)
    where attribute.name = 'on_leave'
    group by canonical.canonical_no, attribute.ts
),

spell as (
    select person_no, ts as since, lead(ts) over in_time as until, sum(began) over in_time as away
    from turn
    window in_time as (partition by person_no order by ts)
),

away as (
    select distinct person_no, unnest(generate_series(
        (since + interval 12 hour - interval 1 microsecond)::date,
        (coalesce(until, span.last_day) - interval 12 hour - interval 1 microsecond)::date, interval 1 day
    ))::date as day
    from spell
    cross join fact.span as span
    where away > 0
)

select
    employed.person_no, worked.day, employed.entity, version.practice, version.grade, worked.begins_at, worked.ends_at,
    coalesce(version.weekly_minutes / 5, worked.minutes)::double as base_minutes,
    case when away.day is null then base_minutes else 0 end as capacity_minutes
from employed
join fact.entity_day as worked on worked.entity = employed.entity
cross join fact.span as span
join fact.person_version as version
    on version.person_no = employed.person_no and worked.day >= version.since and worked.day < version.until
left join away on away.person_no = employed.person_no and away.day = worked.day
where
    worked.minutes > 0 and worked.day >= span.first_day and worked.begins_at <= span.as_of
    and worked.day >= coalesce(employed.first_day, worked.day) and worked.day <= coalesce(employed.last_day, worked.day)

-- grain: one row per person who keeps time and week in which that person has capacity, with the end of the week's last working day
-- the weeks are those that timesheets of the log end; leave takes capacity away and does not move the end of the week. Whose leave nobody
-- tells may have been away: of them nothing is expected
create or replace temp table person_week as
with
person as (
    select
        keeper.person_no,
        any_value(fact.value) filter (where fact.name = 'entity') as entity,
        try_cast(any_value(fact.value) filter (where fact.name = 'weekly_hours') as double) as weekly_hours,
        coalesce(
            try_cast(any_value(fact.value) filter (where fact.name = 'hired_on') as date),
            try_cast(any_value(fact.value) filter (where fact.name = 'starts_on') as date)
        ) as first_day,
        try_cast(any_value(fact.value) filter (where fact.name = 'left_on') as date) as last_day
    from keeper
    left join fact on fact.thing_no = keeper.person_no
    group by keeper.person_no
),

-- leaves may touch or overlap: who began more of them than ended is away, for a day if at its noon
turn as (
    select
        thing.thing_no as person_no, attribute.ts as moment,
        sum(case attribute.value when 'true' then 1 else -1 end) as began
    from object_attribute as attribute
    join thing using (object_no)
    where thing.type = 'resource' and attribute.name = 'on_leave'
    group by thing.thing_no, attribute.ts
),

told_leave as (
    select person_no, since, until
    from (
        select
            person_no, moment as since, sum(began) over in_time as away, lead(moment) over in_time as until
        from turn
        window in_time as (partition by person_no order by moment)
    )
    where away > 0
),

away as (
    select distinct told_leave.person_no, noon.day
    from told_leave
    join (select distinct day, day + interval 12 hour as moment from working_day) as noon
        on noon.moment >= told_leave.since and noon.moment < coalesce(told_leave.until, timestamp 'infinity')
),

-- whose leave somebody would tell: those that a system which tells leave knows; all, where none does
tells_leave as (
    select source_no from source where name in (select answer from asked where question = 'tells leave')
),

known_leave as (
    select distinct thing.thing_no as person_no
    from thing
    join object using (object_no)
    where object.source_no in (select source_no from tells_leave) or not exists (select 1 from tells_leave)
),

looked_at as (
    select keeper.person_no, subject_week.week_end from keeper cross join subject_week
    union
    select subject_person.person_no, kept_week.week_end from subject_person cross join kept_week
),

-- what is the same for all people of an entity is told once
worked as (
    select working_day.entity, week.week_end, max(working_day.ends_at) as due_at, list(working_day.day) as days
    from kept_week as week
    join working_day on working_day.day between week.week_end - 6 and week.week_end
    group by working_day.entity, week.week_end
),

missed as (
    select away.person_no, week.week_end, list(away.day) as days
    from away
    join kept_week as week on away.day between week.week_end - 6 and week.week_end
    group by away.person_no, week.week_end
)

select
    person.person_no, worked.week_end, worked.due_at,
    person.person_no in (select person_no from known_leave) as leave_is_known
from person
join looked_at using (person_no)
join worked on worked.entity = person.entity and worked.week_end = looked_at.week_end
left join missed on missed.person_no = person.person_no and missed.week_end = worked.week_end
where
    coalesce(person.weekly_hours, 1) > 0
    and len(list_filter(
        worked.days,
        lambda day:
            day between coalesce(person.first_day, day) and coalesce(person.last_day, day)
            and not coalesce(list_contains(missed.days, day), false)
    )) > 0;

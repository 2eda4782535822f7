-- grain: one row per person and days from which practice, grade and weekly hours stay the same: `since` is the first of them, `until` the first after them
-- the day of what is said at midnight is that day; a moment in a day is in the person's own zone
-- needs: thing, said, person, entity
with
told as (
    select
        said.thing_no, said.name, said.ts, said.value, said.own,
        case
            when said.ts = said.ts::date then said.ts::date
            else timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', said.ts))::date
        end as day
    from fact.said as said
    join fact.person as person using (thing_no)
    left join fact.entity as entity on entity.entity = person.entity
    where said.name in ('practice', 'grade', 'weekly_hours')
    -- where the leading system tells it, its history is the history
    qualify said.own or not bool_or(said.own) over (partition by said.thing_no, said.name)
),

turned as (
    select
        thing_no, day, max_by(value, ts) filter (where name = 'practice') as practice,
        max_by(value, ts) filter (where name = 'grade') as grade,
        max_by(round(try_cast(value as double) * 60), ts) filter (where name = 'weekly_hours') as weekly_minutes
    from told group by thing_no, day
    union all
    -- what was said first held before, as far as anybody knows
    select
        thing_no, date '0001-01-01', min_by(value, ts) filter (where name = 'practice'), min_by(value, ts) filter (where name = 'grade'),
        min_by(round(try_cast(value as double) * 60), ts) filter (where name = 'weekly_hours')
    from told group by thing_no
),

carried as (
    select
        thing_no, day, lead(day) over in_time as until,
        last_value(practice ignore nulls) over in_time as practice, last_value(grade ignore nulls) over in_time as grade,
        last_value(weekly_minutes ignore nulls) over in_time as weekly_minutes
    from turned
    window in_time as (partition by thing_no order by day)
)

select
    person.thing_no as person_no, carried.practice, carried.grade, carried.weekly_minutes,
    coalesce(carried.day, date '0001-01-01') as since, coalesce(carried.until, date '9999-12-31') as until
from fact.person as person
left join carried using (thing_no)

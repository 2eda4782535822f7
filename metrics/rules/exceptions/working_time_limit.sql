-- grain: one row per employee and time over which the weeks worked come to more than the limit on average
-- # as in Directive 2003/88/EC: 48 hours over 17 weeks; weeks without work, such as those of leave, do not count
-- title = "Working time above the limit"
-- kind = "breach"
-- severity = "high"
-- owner = "Resource manager"
-- source = "Directive 2003/88/EC, articles 6 and 16, or the law of the country"
-- process = "time_capture"
-- [thresholds]
-- weekly_hours = 48
-- weeks = 17
with
week as (
    select entry.person_no, date_trunc('week', entry.day)::date as week, sum(entry.minutes) as minutes
    from fact.time_entry as entry
    join fact.person as person on person.thing_no = entry.person_no
    where not person.is_subcontractor
    group by all
),

law as (
    select entity, max(value) filter (where name = 'weekly_hours') as weekly_hours, max(value) filter (where name = 'weeks') as weeks
    from threshold group by entity
),

-- whoever has not worked for so long yet has no average
averaged as (
    select
        week.person_no, week.week, person.entity, person.practice,
        avg(before.minutes) > 60 * any_value(law.weekly_hours)
        and week.week - min(before.first_week) >= 7 * (any_value(law.weeks) - 1) as is_over
    from week
    join fact.person as person on person.thing_no = week.person_no
    join law using (entity)
    join (select *, min(week) over (partition by person_no) as first_week from week) as before
        on before.person_no = week.person_no and before.week <= week.week and week.week - before.week < 7 * law.weeks
    group by week.person_no, week.week, person.entity, person.practice
),

turned as (
    select *, coalesce(lag(is_over) over in_order, false) as was_over, lead(week) over in_order as next_week
    from averaged
    window in_order as (partition by person_no order by week)
),

-- each turn with the one after it: over, and no longer
changed as (
    select *, lead(week) over (partition by person_no order by week) as until_week
    from turned
    where is_over <> was_over
)

select person.object_id, changed.week + interval 7 day as raised_at, changed.until_week + interval 7 day as ended_at, changed.entity, changed.practice
from changed
join fact.person as person on person.thing_no = changed.person_no
where changed.is_over

-- grain: one row per practice: hours of the last year in which people who keep time could have worked on projects and did not, and what those cost
with
until as (select as_of::date as last_day, (as_of - interval 365 day)::date as first_day from fact.span),

worked as (
    select entry.person_no, sum(entry.minutes) as minutes
    from fact.time_entry as entry, until
    where entry.billable and entry.day > until.first_day and entry.day <= until.last_day
    group by entry.person_no
),

able as (
    select person_day.person_no, sum(person_day.capacity_minutes) as minutes
    from fact.person_day as person_day, until
    where person_day.day > until.first_day and person_day.day <= until.last_day
    group by person_day.person_no
),

cost as (
    select thing_no, max(round(try_cast(value as double) * 100)) as cost_rate
    from fact.said where name = 'cost_rate' and last group by thing_no
)

-- each sum in one order, so that it is the same to the last digit whatever thread comes first
select
    person.practice, count(*) as people,
    sum(greatest(able.minutes - coalesce(worked.minutes, 0), 0) order by person.thing_no) / 60 as bench_hours,
    sum(
        greatest(able.minutes - coalesce(worked.minutes, 0), 0) / 60 * cost.cost_rate
        * coalesce(latest_rate.worth, (select worth from fact.latest_rate where currency is null)) / 10000
        order by person.thing_no
    ) as cost
from able
join fact.person as person on person.thing_no = able.person_no
left join worked using (person_no)
left join cost on cost.thing_no = person.thing_no
left join fact.entity as entity on entity.entity = person.entity
left join fact.latest_rate as latest_rate on latest_rate.currency = entity.currency
where {narrowed}
group by person.practice

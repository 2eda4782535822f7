-- grain: one row per role and entity that has people with it at a moment: the practice most of them are in, what an hour of theirs is billed at, in which currency
with
rate as (
    select booking.person_no, booking.bill_rate, booking.currency
    from fact.assignment as booking
    where booking.bill_rate is not null and booking.booked_at <= $moment
),

person as (
    select person.thing_no as person_no, person.role, person.entity, person.practice
    from fact.person as person
    join fact.thing as thing using (thing_no)
    where
        person.keeps_time and person.role is not null and coalesce(thing.since, person.first_day) <= $moment
        and coalesce(person.last_day, date '9999-12-31') >= $moment::date
)

select
    person.role, person.entity, mode(person.practice order by person.practice) as practice,
    median(rate.bill_rate) / 100 as rate, mode(rate.currency order by rate.currency) as currency
from person
left join rate using (person_no)
group by person.role, person.entity
order by person.role, person.entity

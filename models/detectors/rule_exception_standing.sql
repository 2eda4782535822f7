-- grain: one row per thing and rule whose exception stands open at the moment, with the money in it and whose it is
-- a thing of several projects belongs to the one with most money
with
open_one as (
    select *
    from fact.exception
    where raised_at <= $moment and (ended_at is null or ended_at > $moment) and list_contains($rules::varchar[], rule)
),

name_of as (
    select thing_no, arg_max(value, (case name when 'name' then 4 when 'number' then 3 when 'code' then 2 else 1 end, ts)) as name
    from fact.said
    where name in ('number', 'code', 'name', 'week_end') and ts <= $moment
    group by thing_no
)

select
    open_one.rule, open_one.object_id, coalesce(any_value(thing.type), 'thing') as type, any_value(name_of.name) as name,
    min(raised_at) as raised_at, count(distinct part) as records, sum(money) as money, any_value(currency) as currency,
    arg_max(entity, coalesce(money, 0)) as entity, arg_max(practice, coalesce(money, 0)) as practice,
    arg_max(client, coalesce(money, 0)) as client, arg_max(project, coalesce(money, 0)) as project
from open_one
left join fact.thing as thing using (object_id)
left join name_of using (thing_no)
group by open_one.rule, open_one.object_id
order by open_one.rule, open_one.object_id

-- grain: one row per thing that only $definition finds, those with most money first, with its type, its name and its part
with
name_of as (
    select thing_no, arg_max(value, (case name when 'name' then 4 when 'number' then 3 when 'code' then 2 else 1 end, ts)) as name
    from fact.said
    where name in ('number', 'code', 'name', 'week_end')
    group by thing_no
)

select tried_thing.object_id, part, coalesce(thing.type, 'thing') as type, name_of.name, entity, money, raised_at
from tried_thing
left join fact.thing as thing using (object_id)
left join name_of using (thing_no)
where definition = $definition and alone
order by money desc nulls last, raised_at desc, object_id, part
limit $most

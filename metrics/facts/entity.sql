-- grain: one row per legal entity that the log names, by its slug, with its name, region, currency and time zone
-- needs: thing, said
select
    any_value(said.value) filter (where said.name = 'entity') as entity,
    thing.thing_no,
    thing.object_id,
    any_value(said.value) filter (where said.name = 'name') as name,
    any_value(said.value) filter (where said.name = 'region') as region,
    any_value(said.value) filter (where said.name = 'currency') as currency,
    any_value(said.value) filter (where said.name = 'zone') as zone
from fact.thing as thing
join fact.said as said on said.thing_no = thing.thing_no and said.last
where thing.type = 'legal_entity'
group by thing.thing_no, thing.object_id
having entity is not null

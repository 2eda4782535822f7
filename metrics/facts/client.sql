-- grain: one row per client
-- needs: thing, said, related
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'name') as client,
        any_value(value) filter (where name = 'country') as country,
        any_value(value) filter (where name = 'industry') as industry,
        bool_or(value = 'true') filter (where name = 'requires_po') as requires_po,
        any_value(value) filter (where name = 'entity') as entity
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'client')
    group by thing_no
),

parent as (
    select from_no as thing_no, min(to_no) as parent_no
    from fact.related where from_type = 'client' and qualifier = 'parent' group by from_no
)

select
    thing.thing_no, thing.object_id, known.client, known.country, known.industry, coalesce(known.requires_po, false) as requires_po,
    known.entity, parent.parent_no
from fact.thing as thing
left join known using (thing_no)
left join parent using (thing_no)
where thing.type = 'client'

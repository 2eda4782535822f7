-- grain: one row per thing, attribute, moment and what is said of it then; where several of a thing's ids say it at one moment, its own word, then the least
-- `last` marks what is known now: the thing's own last word, else the last of its other ids; what is said of later days is not known yet
-- needs: span
with
told as (
    select
        canonical.canonical_no as thing_no, attribute.name, attribute.ts, attribute.value,
        attribute.object_no = canonical.canonical_no as own
    from object_attribute as attribute
    join canonical using (object_no)
    where attribute.value is not null
),

once as (
    select thing_no, name, ts, bool_or(own) as own, arg_min(value, {'other': not own, 'value': value}) as value
    from told
    group by thing_no, name, ts
)

select
    thing_no, name, ts, value, own,
    ts <= span.as_of
    and row_number() over (partition by thing_no, name order by ts <= span.as_of desc, own desc, ts desc) = 1 as last
from once
cross join fact.span as span

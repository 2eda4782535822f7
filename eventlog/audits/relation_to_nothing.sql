-- grain: one row per relation whose event or object is not in the log
-- a bit for each number up to {last_event} and {last_object} tells whether there are any; only then relations are looked at one by one
with
named as (
    select bitstring_agg(event_no, 0, {last_event}) as events, bitstring_agg(object_no, 0, {last_object}) as objects
    from event_object
),

known as (
    select
        coalesce((select bitstring_agg(event_no, 0, {last_event}) from event), bitstring('0', {last_event} + 1)) as events,
        coalesce((select bitstring_agg(object_no, 0, {last_object}) from object), bitstring('0', {last_object} + 1)) as objects
),

nowhere as (
    select named.events & ~known.events as events, named.objects & ~known.objects as objects
    from named, known
)

select event_object.event_no, event_object.object_no
from event_object, (from nowhere where bit_count(events) + bit_count(objects) > 0) as nowhere
where get_bit(nowhere.events, event_no::integer) = 1 or get_bit(nowhere.objects, object_no::integer) = 1
limit 5

-- grain: one row per object type of which an event names an object
-- objects are numbered from 0 to $last: a bit for each is set where an event names it
with
named as (select bitstring_agg(object_no, 0, $last) as objects from event_object)

select name
from object_type
where type_no in (select type_no from object, named where get_bit(named.objects, object.object_no::integer) = 1)

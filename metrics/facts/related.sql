-- grain: one row per relation of two things, with their types
-- needs: thing
select distinct
    origin.canonical_no as from_no, from_thing.type as from_type, relation.qualifier,
    target.canonical_no as to_no, to_thing.type as to_type
from object_object as relation
join canonical as origin on origin.object_no = relation.from_object_no
join canonical as target on target.object_no = relation.to_object_no
join fact.thing as from_thing on from_thing.thing_no = origin.canonical_no
join fact.thing as to_thing on to_thing.thing_no = target.canonical_no

-- grain: one row per case's object and object it reaches by one more relation, stated in either direction; both by their canonical numbers
create or replace temp table {stop} as
with
tie as (
    select origin.canonical_no as one_no, target.canonical_no as other_no
    from object_object as relation
    join canonical_object as origin on origin.object_no = relation.from_object_no
    join canonical_object as target on target.object_no = relation.to_object_no
    where origin.type_no = {one_type} and target.type_no = {other_type} {qualifier}
    union all
    select target.canonical_no, origin.canonical_no
    from object_object as relation
    join canonical_object as origin on origin.object_no = relation.from_object_no
    join canonical_object as target on target.object_no = relation.to_object_no
    where origin.type_no = {other_type} and target.type_no = {one_type} {qualifier}
)
select distinct before.case_object_no, tie.other_no as object_no
from {before} as before
join tie on tie.one_no = before.object_no;

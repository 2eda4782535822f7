-- grain: one row per relation of two objects, once however many records state it
insert into object_object
with
stated as (
    select distinct {origin_code} as origin_code, {target_code} as target_code
    from {records} as r
    {lookups}
    where {where} and {living}
)

select origin.object_no, target.object_no, {qualifier}
from stated
join {origin_objects} as origin on origin.code = stated.origin_code
join {target_objects} as target on target.code = stated.target_code
where not exists (
    select 1 from object_object as kept
    where kept.from_object_no = origin.object_no and kept.to_object_no = target.object_no and kept.qualifier = {qualifier}
);

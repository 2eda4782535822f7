-- grain: one row per case's object and object it reaches by one more relation, stated in either direction; both by their canonical numbers
create or replace temp table {stop} as
with
here as (
    select case_object_no, object_no from {before}
    union all
    select before.case_object_no, alias.object_no
    from {before} as before
    join identity as alias on alias.canonical_no = before.object_no and alias.object_no <> alias.canonical_no
),
met as (
    select here.case_object_no, relation.to_object_no as object_no
    from here
    join object_object as relation on relation.from_object_no = here.object_no
    where true {qualifier}
    union all
    select here.case_object_no, relation.from_object_no
    from here
    join object_object as relation on relation.to_object_no = here.object_no
    where true {qualifier}
)
select distinct met.case_object_no, coalesce(known.canonical_no, met.object_no) as object_no
from met
join object on object.object_no = met.object_no and object.type_no = {other_type}
left join identity as known on known.object_no = met.object_no;

-- grain: one row per object from which a changed relation leads on to the next stop of a path
create or replace temp table changed_stop as
select from_no as object_no from change_of_relation as relation
where from_type = {one_type} and coalesce(to_type = {other_type}, true) {qualifier}
union
select to_no from change_of_relation as relation
where to_type = {one_type} and coalesce(from_type = {other_type}, true) {qualifier};

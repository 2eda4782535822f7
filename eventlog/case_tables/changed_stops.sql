-- grain: one row per object of {other_type} from which a changed relation leads, or led, on to an object of {type}
insert into {stop}
select 0, from_no from memory.change_of_relation as relation
where from_type = {other_type} and coalesce(to_type = {type}, true) {qualifier}
union
select 0, to_no from memory.change_of_relation as relation
where to_type = {other_type} and coalesce(from_type = {type}, true) {qualifier};

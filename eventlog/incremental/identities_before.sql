-- grain: touched_object: one row per object that is described otherwise than before, or by another record; past_identity and resolved_object are to
-- hold what is taken out of `identity`, and the objects that are resolved anew
create or replace temp table touched_object as
select object_no, object.type_no
from (select object_no from memory.changed_attribute union from memory.changed_record)
left join object using (object_no);

create or replace temp table past_identity as from identity limit 0;

create or replace temp table resolved_object (object_no bigint);

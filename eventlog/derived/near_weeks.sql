-- grain: near_sheet: one row per timesheet of a week or a person in question
create or replace temp table near_sheet as
select coalesce(identity.canonical_no, told.object_no) as thing_no
from (
    select object_no from object_attribute
    where name = 'week_end' and try_cast(value as date) in (select week_end from subject_week)
) as told
left join identity using (object_no)
union
select thing_no from sheet_of_person
union
select thing_no from touched_sheet;

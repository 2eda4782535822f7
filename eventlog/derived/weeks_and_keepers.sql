-- grain: kept_week: one row per week that a timesheet of the log ends; keeper: one row per person who has a timesheet
create or replace temp table recorded_sheet as
select object_no from object
where type_no in (select type_no from object_type where name = 'timesheet') and not (run_no is null and stream_no is not null);

create or replace temp table kept_week as
select distinct try_cast(value as date) as week_end
from object_attribute
where name = 'week_end' and object_no in (select object_no from recorded_sheet);

create or replace temp table keeper as
select distinct canonical.canonical_no as person_no
from (
    select distinct to_object_no as object_no
    from object_object
    where qualifier = 'of' and from_object_no in (select object_no from recorded_sheet)
)
join canonical using (object_no)
join object on object.object_no = canonical.canonical_no
join object_type on object_type.type_no = object.type_no
where object_type.name = 'resource';
drop table recorded_sheet;

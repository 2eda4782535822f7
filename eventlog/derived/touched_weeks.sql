-- grain: subject_week: one row per week of a sheet that changed or that may fall due since the build before; subject_person: one row per person of whom
-- every week is looked at; near_sheet: one row per timesheet of either. {before} is up to when the log was complete then
create or replace temp table touched_sheet as
select object_no, thing_no
from touched
where type is null or type = 'timesheet' and what in ('description', 'identity', 'of');

create or replace temp table subject_week as
select try_cast(value as date) as week_end
from object_attribute
where name = 'week_end' and object_no in (
    select object_no from touched_sheet
    union
    select thing_no from touched_sheet
    union
    select object_no from identity where canonical_no in (select thing_no from touched_sheet)
)
union
select week_end from memory.changed_week
union
select week_end from kept_week where week_end >= {before}::date - 3;

-- who has or had a sheet in a changed relation and none in another began to keep time, or ceased to
create or replace temp table subject_person as
select thing_no as person_no
from touched
where type = 'resource' and what in ('description', 'identity')
union
select thing_no
from touched
where
    type = 'resource' and what = 'of'
    and object_no not in (
        select relation.to_object_no
        from object_object as relation
        join object as sheet on sheet.object_no = relation.from_object_no
        where
            relation.qualifier = 'of'
            and relation.to_object_no in (select object_no from touched where type = 'resource' and what = 'of')
            and not (sheet.run_no is null and sheet.stream_no is not null)
            and sheet.type_no in (select type_no from object_type where name = 'timesheet')
            and relation.from_object_no not in (select from_object_no from memory.changed_relation)
    );

-- grain: lost_event: one row per derived event of a thing that is looked at anew; lost_object: one row per expected object of a week or person in question
create or replace temp table due_sheet as
select sheet_no as object_no from person_sheet
where week_end in (select week_end from subject_week) or person_no in (select person_no from subject_person);

create or replace temp table lost_object as
with
expected as (select object_no from object where run_no is null and stream_no is not null)

select object_no from object_attribute
where
    name = 'week_end' and try_cast(value as date) in (select week_end from subject_week)
    and object_no in (select object_no from expected)
union
select from_object_no from object_object
where
    from_object_no in (select object_no from expected)
    and to_object_no in (
        select person_no from subject_person
        union
        select object_no from identity where canonical_no in (select person_no from subject_person)
        union
        select object_no from touched where (type is null or type = 'resource') and what in ('description', 'identity')
    );

create or replace temp table lost_event as
select distinct event_no
from event_object
where
    object_no in (
        select object_no from due_sheet
        union
        select object_no from lost_object
        union
        select object_no from thing
        where thing_no in (select thing_no from subject) and type in ('billing_event', 'invoice', 'period_close')
        union
        select object_no from touched_sheet
        union
        select object_no from touched where type in ('billing_event', 'invoice', 'period_close') or type is null
    )
    and event_no in (select event_no from event where quality = 'derived');
drop table due_sheet;

-- grain: fresh_thing: one row per object that a rule must look at; seen_event: one row per event that may count; subject: one row per thing of which
-- something may follow that is another than before
create or replace temp table near as
select thing_no from subject_of_billing
union
select thing_no from part
union
select thing_no from agreed_contract
union
select thing_no from subject_invoice
union
select thing_no from paying
union
select thing_no from also_paid
union
select thing_no from near_sheet
union
select object_no from object
where type_no in (select type_no from object_type where name in ('resource', 'period_close', 'legal_entity'));

create or replace temp table fresh_thing as
select member.object_no, member.thing_no, object_type.name as type
from (
    select thing_no as object_no, thing_no from near
    union
    select object_no, canonical_no from identity where canonical_no in (select thing_no from near)
) as member
join object on object.object_no = member.thing_no
join object_type using (type_no)
where member.thing_no not in (select object_no from identity) and not (object.run_no is null and object.stream_no is not null);

create or replace temp table seen_event as
select distinct event_no
from event_object
where object_no in (
    select object_no from fresh_thing
    where thing_no in (
        select thing_no from subject_of_billing union select thing_no from part union select thing_no from paying
    ) and type <> 'project'
);

create or replace temp table subject as
select thing_no from subject_of_billing
union
select thing_no from subject_invoice
union
select thing_no from fresh_thing where type in ('period_close', 'timesheet');

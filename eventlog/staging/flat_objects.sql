-- grain: staged tables of one landed flat file, one row per object, attribute value, relation or refused record; $case_type is what a case is
alter table staged_event add column own_id varchar;

-- a view in both kinds of run: an event-log file's attributes are too many to hold twice
drop table if exists flat_event_attribute;
alter table staged_event_attribute rename to flat_event_attribute;
create temp view staged_event_attribute as select * from flat_event_attribute;

create or replace temp table staged_object as
with
mentioned as (
    select $case_type as object_type, case_id as object_id, row from staged_event where case_id is not null
    union all
    select object_type, object_id, row from staged_event_object
)
select object_type, object_id, min(row) as row from mentioned group by all;

create or replace temp table staged_object_attribute as
select $case_type as object_type, case_id as object_id, name, type, value, ts from staged_case_attribute;

alter table staged_event_object add column qualifier varchar default '';
alter table staged_quarantine add column stream varchar default 'rows';
create or replace temp table staged_object_object (
    from_type varchar, from_id varchar, to_type varchar, to_id varchar, qualifier varchar
);

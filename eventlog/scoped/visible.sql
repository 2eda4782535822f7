-- grain: visible_event, visible_object, visible_record, visible_source: one row per event, object, landed record and source behind the visible cases
create schema if not exists {scope};

create table {scope}.visible_event as
select distinct event_no from ({steps}) order by event_no;

create table {scope}.visible_object as
with
taking_part as (
    select object_no from ({cases})
    union
    select object_no from {whole}.main.event_object where event_no in (select event_no from {scope}.visible_event)
),

-- the same things under the names they have in other systems
known_as as (
    select object_no from taking_part
    union
    select other.object_no
    from {whole}.main.canonical as mine
    join {whole}.main.canonical as other using (canonical_no)
    where mine.object_no in (select object_no from taking_part)
),

-- what belongs elsewhere, such as a person of another entity who works on one's project, or another's invoice with one's hours on it
elsewhere as ({foreign})

select object_no
from known_as
where object_no not in (select object_no from elsewhere where object_no is not null)
    or object_no in (select object_no from ({cases}))
order by object_no;

create table {scope}.visible_record as
select run_no, stream_no, row from {whole}.main.event where event_no in (select event_no from {scope}.visible_event)
union
select run_no, stream_no, row from {whole}.main.object where object_no in (select object_no from {scope}.visible_object)
union
select run_no, stream_no, row
from {whole}.main.object_attribute
where object_no in (select object_no from {scope}.visible_object);

create table {scope}.visible_source as
select source_no from {whole}.main.event where event_no in (select event_no from {scope}.visible_event)
union
select source_no from {whole}.main.object where object_no in (select object_no from {scope}.visible_object);

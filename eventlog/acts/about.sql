-- grain: one row per relation of a finding to its subject, and of an event of a finding or an action to the findings and subjects it is about
create or replace temp table subject_of as
with
named as (
    select
        told.object_no as finding_no,
        max(told.value) filter (where told.name = 'subject_type') as subject_type,
        max(told.value) filter (where told.name = 'subject_id') as subject_id
    from object_attribute as told
    where told.stream_no = {finding_stream}
    group by told.object_no
)

select named.finding_no, subject.object_no as subject_no
from named
join object_type as kind on kind.name = named.subject_type
join object as subject on subject.object_id = named.subject_id and subject.type_no = kind.type_no;

insert into object_object select finding_no, subject_no, 'about' from subject_of;

insert into event_object
with
own_event as (
    select relation.event_no, relation.object_no
    from event_object as relation
    join event using (event_no)
    where event.stream_no in ({streams}) and relation.qualifier = ''
),

of_action as (
    select distinct own_event.event_no, relation.to_object_no as finding_no
    from own_event
    join object_object as relation on relation.from_object_no = own_event.object_no
    join object as finding on finding.object_no = relation.to_object_no
    where finding.stream_no = {finding_stream} and relation.qualifier = 'about'
)

select event_no, finding_no, 'about' from of_action
union
select concerned.event_no, subject_of.subject_no, 'about'
from (select event_no, finding_no from of_action union select event_no, object_no from own_event) as concerned
join subject_of using (finding_no);
drop table subject_of;

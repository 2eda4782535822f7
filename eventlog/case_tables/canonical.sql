-- grain: canonical_object: one row per object with the one it is the same as (itself, where nothing says more); event_label: one row per event type with the words people read
create or replace temp view canonical_object as
select object.object_no, coalesce(identity.canonical_no, object.object_no) as canonical_no, object.type_no
from object
left join identity using (object_no);

-- types that read alike are one activity, numbered by the least of them
create or replace temp table event_label as
select
    event_type.type_no,
    coalesce(word.label, event_type.name) as label,
    min(event_type.type_no) over (partition by coalesce(word.label, event_type.name)) as label_no
from event_type
left join (select unnest($slugs::varchar[]) as slug, unnest($labels::varchar[]) as label) as word
    on word.slug = event_type.name;

-- grain: one row per pair of objects that may be one thing and that nobody has decided on, the most alike first, at most $most; those put off last; of the source, load and entity that are chosen
with
place as ({place}),

mine as ({mine}),

placed as (
    select distinct suggestion.left_no, suggestion.right_no, place.entity
    from identity_suggestion as suggestion
    join canonical on canonical.object_no in (suggestion.left_no, suggestion.right_no)
    join place using (canonical_no)
),

undecided as (
    select type_no, left_no, right_no, score, answer is not null as put_off
    from identity_suggestion
    where coalesce(answer, 'later') = 'later'
        and (left_no in (select object_no from mine) or right_no in (select object_no from mine))
        and case $entity
            when '' then true
            when '-' then (left_no, right_no) not in (select (left_no, right_no) from placed)
            else (left_no, right_no) in (select (left_no, right_no) from placed where entity = $entity)
        end
    order by put_off, score desc, left_no, right_no
    limit $most
),

known as (
    select object_no, list({'name': name, 'value': value} order by name) as attributes
    from (
        select object_no, name, arg_max(value, ts) as value
        from object_attribute
        where object_no in (select left_no from undecided union all select right_no from undecided)
        group by all
    )
    group by object_no
)

select
    object_type.name, undecided.score, undecided.put_off,
    left_object.object_id, left_source.system, left_known.attributes,
    right_object.object_id, right_source.system, right_known.attributes
from undecided
join object_type using (type_no)
join object as left_object on left_object.object_no = undecided.left_no
join source as left_source on left_source.source_no = left_object.source_no
left join known as left_known on left_known.object_no = undecided.left_no
join object as right_object on right_object.object_no = undecided.right_no
join source as right_source on right_source.source_no = right_object.source_no
left join known as right_known on right_known.object_no = undecided.right_no
order by undecided.put_off, undecided.score desc, left_object.object_id, right_object.object_id

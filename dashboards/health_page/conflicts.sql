-- grain: one row per kind of conflict, type of object and attribute, with how many there are and the first $examples of them; of the source, load and entity that are chosen
with
place as ({place}),

mine as ({mine}),

told as materialized (
    select row_number() over () as n, conflict.*, coalesce(canonical.canonical_no, conflict.object_no) as canonical_no
    from conflict
    left join canonical using (object_no)
),

-- of what the chosen ones speak, about which objects; two sources may share the name of their system
said as (
    select object_no, name as attribute from object_attribute where object_no in (select object_no from mine)
    union
    select object_no, name from object_key where object_no in (select object_no from mine)
),

-- those whose values are told by the chosen ones: of one thing under all its names, of a thing that stands twice by its ids, else of one object
chosen as (
    select n
    from told
    join canonical using (canonical_no)
    join said on said.object_no = canonical.object_no and said.attribute = told.attribute
    where told.kind = 'contradicting_systems'
    union
    select n
    from told
    join canonical using (canonical_no)
    join object on object.object_no = canonical.object_no
    where told.kind = 'duplicate_identity'
        and object.object_no in (select object_no from mine) and list_contains(told."values", object.object_id)
    union
    select n
    from told
    join said on said.object_no = told.object_no and said.attribute = told.attribute
    where told.kind not in ('contradicting_systems', 'duplicate_identity', 'contradicting_times')
    union
    select n
    from told
    join event_object using (object_no)
    join event using (event_no)
    join event_type on event_type.type_no = event.type_no and event_type.name = told.attribute
    join source on source.source_no = event.source_no
    left join landed_run on landed_run.run_no = event.run_no
    where told.kind = 'contradicting_times' and event.doubt = 'before its object'
        and source.name = $source and ($run = '' or landed_run.run = $run)
)

select
    told.kind, object_type.name, told.attribute, count(*) as conflicts,
    list({'object': object.object_id, 'systems': told.systems, 'values': told."values"} order by object.object_id)[1:$examples]
        as examples
from told
left join object_type using (type_no)
left join object using (object_no)
where ($source = '' or told.n in (select n from chosen))
    and case $entity
        when '' then true
        when '-' then told.canonical_no not in (select canonical_no from place)
        else told.canonical_no in (select canonical_no from place where entity = $entity)
    end
group by all
order by conflicts desc, told.kind, object_type.name, told.attribute

-- grain: one row per object of a type with one key whose value an object of a system that comes first has too
insert into identity
with
ranked as (
    select
        trait.object_no,
        first_value(trait.object_no) over (
            partition by trait.value
            order by ranked_source.rank, object.deleted_at is not null, length(object.object_id), object.object_id
        ) as canonical_no
    from trait
    join object using (object_no)
    join ranked_source on ranked_source.source_no = trait.source_no
    where trait.name = $key
)

select object_no, canonical_no, 'key ' || $key, null
from ranked
where object_no <> canonical_no;

-- grain: one row per thing and trait that its systems should say alike and say differently
insert into conflict
with
told as (
    select canonical.canonical_no, trait.name, source.system, trait.value, min(trait.written) as written
    from trait
    join canonical using (object_no)
    join object using (object_no)
    join source on source.source_no = object.source_no
    where trait.name in (select unnest($shared::varchar[])) and object.deleted_at is null
    group by all
)

select
    'contradicting_systems', $type_no, canonical_no, name,
    list(system order by system, written), list(written order by system, written), null, null
from told
group by canonical_no, name
having count(distinct value) > 1 and count(distinct system) > 1;

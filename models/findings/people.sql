-- grain: one row per text that names somebody, with the least id or name of all that is the same person
-- the same people as eventlog/scoped/people.sql tells
with
known as (
    select object.object_no, min(other.object_id) over (partition by canonical.canonical_no) as person
    from object
    join canonical using (object_no)
    join object as other on other.object_no = object.object_no
    where object.type_no in (select type_no from object_type where name in (select unnest($people::varchar[])))
),

named as (
    select object.object_id as text, known.person from known join object using (object_no)
    union all
    select attribute.value, known.person
    from known
    join object_attribute as attribute using (object_no)
    where attribute.name in (select unnest($names::varchar[])) and attribute.value is not null
    union all
    select name, name from resource where name is not null
)

select text, coalesce(min(person) filter (where person <> text), text) as person
from named
group by text
order by text

-- grain: person: one row per text that names somebody, with the pseudonym that is shown instead; all names of one person have the same
create schema if not exists {scope};

create table {scope}.person as
with
-- the least id of all that is the same person, so that it is the same in every generation
known as (
    select object.object_no, min(other.object_id) over (partition by canonical.canonical_no) as person
    from {whole}.main.object
    join {whole}.main.canonical using (object_no)
    join {whole}.main.object as other on other.object_no = object.object_no
    where object.type_no in (select type_no from {whole}.main.object_type where name in (select unnest($people::varchar[])))
),

named as (
    select object.object_id as text, known.person from known join {whole}.main.object using (object_no)
    union all
    select attribute.value, known.person
    from known
    join {whole}.main.object_attribute as attribute using (object_no)
    where attribute.name in (select unnest($names::varchar[])) and attribute.value is not null
    union all
    select name, name from {whole}.main.resource where name is not null
)

select text, 'Person ' || sha256($key || coalesce(min(person) filter (where person <> text), text))[:8] as pseudonym
from named
group by text;

create macro {scope}.pseudonym(told) as coalesce((select person.pseudonym from {scope}.person as person where person.text = told), told);

-- grain: one row per thing and legal entity that it is of: as it says under any of its names, else as what it is linked to says
with
said as (
    select object_no, arg_max(value, ts) as entity from object_attribute where name = 'entity' group by object_no
),

own as (
    select distinct canonical.canonical_no, said.entity
    from said
    join canonical using (object_no)
    where said.entity is not null
),

linked as (
    select distinct mine.canonical_no, own.entity
    from object_object as link
    join canonical as mine on mine.object_no = link.from_object_no
    join canonical as other on other.object_no = link.to_object_no
    join own on own.canonical_no = other.canonical_no
    where mine.canonical_no not in (select canonical_no from own)
)

select canonical_no, entity from own
union all
select canonical_no, entity from linked

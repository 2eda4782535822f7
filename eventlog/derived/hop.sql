-- grain: {met}: one row per thing of {types} that a relation of {qualifiers} ties to a thing of {frontier}; {here} and {there} are its two ends
create or replace temp table {met} as
with
frontier as ({frontier}),

known_as as (
    select thing_no as object_no from frontier
    union
    select object_no from identity where canonical_no in (select thing_no from frontier)
)

select distinct object.object_no as thing_no
from (
    select coalesce(identity.canonical_no, relation.{there}) as thing_no
    from object_object as relation
    left join identity on identity.object_no = relation.{there}
    where relation.{here} in (select object_no from known_as) and relation.qualifier in ({qualifiers})
) as met
join object on object.object_no = met.thing_no
where object.type_no in (select type_no from object_type where name in ({types}));

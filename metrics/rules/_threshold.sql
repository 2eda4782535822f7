-- grain: threshold: one row per legal entity and threshold of a rule, with its value there
create or replace temp table threshold as
with
usual as (select unnest($names::varchar[]) as name, unnest($usual::double[]) as value),

own as (
    select
        unnest($own_entities::varchar[]) as entity, unnest($own_names::varchar[]) as name, unnest($own_values::double[]) as value
)

select place.entity, name, coalesce(own.value, usual.value) as value
from (select distinct entity from fact.entity) as place
cross join (select name from usual union select name from own) as named
left join usual using (name)
left join own using (entity, name)
where coalesce(own.value, usual.value) is not null

-- grain: one row per value of a slice that is a thing in the log, with the thing's id
select 'entity' as slice, entity as value, min(object_id) as object_id from fact.entity where entity is not null group by entity
union all
select 'client', client, min(object_id) from fact.client where client is not null group by client
order by 1, 2

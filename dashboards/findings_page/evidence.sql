-- grain: one row per named object that there is, with what it is called and its amount, in the order of the names; of the subject's id only the subject
with
named as (
    select name as object_id, place from (select unnest($names::varchar[]) as name, generate_subscripts($names::varchar[], 1) as place)
),

subject as (
    select object_no from object join object_type using (type_no)
    where object.object_id = $subject and object_type.name = $subject_type
),

said as (
    select
        object.object_no,
        arg_max(value, ts) filter (where object_attribute.name = 'name') as name,
        arg_max(value, ts) filter (where object_attribute.name in ('number', 'code')) as number,
        arg_max(value, ts) filter (where object_attribute.name = 'week_end') as week,
        arg_max(try_cast(value as double), ts) filter (where object_attribute.name = 'amount') as amount,
        arg_max(value, ts) filter (where object_attribute.name = 'currency') as currency
    from object_attribute
    join object using (object_no)
    where object.object_id in (select object_id from named) and ts <= $until
    group by object.object_no
)

select
    object.object_id, object_type.name, coalesce(said.name, said.number, 'week to ' || said.week, object.object_id) as name, said.amount,
    said.currency
from named
join object using (object_id)
-- an id is one thing of each type: the same number may be a client, a project and a person
join object_type on object_type.type_no = object.type_no
    and (object.object_id <> $subject or object_type.name = $subject_type or not exists (from subject))
left join said using (object_no)
order by named.place

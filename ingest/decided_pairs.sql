-- grain: one row per asked pair, by its place in the lists $types (null: any), $lefts and $rights: its type, the name of each (null for what is not there), whether the two are one
with
asked as (
    select
        unnest($types::varchar[]) as type, unnest($lefts::varchar[]) as left_id, unnest($rights::varchar[]) as right_id,
        unnest(range(len($lefts::varchar[]))) as place
),

known as (
    select object.object_no, object.object_id, object_type.name as type, canonical.canonical_no
    from object
    join object_type using (type_no)
    join canonical using (object_no)
    where object.object_id in (select left_id from asked union all select right_id from asked)
),

named as (
    select object_no, arg_max(value, ts) as name
    from object_attribute
    where name = 'name' and object_no in (select object_no from known)
    group by object_no
)

select
    asked.place, coalesce(asked.type, this.type, that.type),
    case when this.object_no is not null then coalesce(this_name.name, this.object_id) end,
    case when that.object_no is not null then coalesce(that_name.name, that.object_id) end,
    coalesce(this.canonical_no = that.canonical_no, false)
from asked
left join known as this on this.object_id = asked.left_id and this.type = coalesce(asked.type, this.type)
left join known as that
    on that.object_id = asked.right_id and that.type = coalesce(asked.type, this.type, that.type)
left join named as this_name on this_name.object_no = this.object_no
left join named as that_name on that_name.object_no = that.object_no
-- ids that are of several types are of the first that both are of
qualify row_number() over (
    partition by asked.place order by that.object_no is null, this.object_no is null, coalesce(this.type, that.type)
) = 1
order by asked.place

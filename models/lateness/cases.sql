-- grain: one row per case of a process, with its object, the calendar that it follows by {by}, an attribute of its cases, and when it was called off
with
ended as (
    select canonical.canonical_no as object_no, min(try_cast(attribute.value as timestamp)) as gone_at
    from object_attribute as attribute
    join canonical using (object_no)
    where attribute.name in ('cancelled_at', 'withdrawn_at')
    group by canonical.canonical_no
),

deleted as (
    select canonical.canonical_no as object_no, max(object.deleted_at) as gone_at
    from object
    join canonical using (object_no)
    group by canonical.canonical_no
    having bool_and(object.deleted_at is not null)
)

select kase.case_no, kase.object_id, {by}::varchar as by_value, epoch_us(least(ended.gone_at, deleted.gone_at)) as gone_us
from "case" as kase
left join case_slice using (case_no)
left join ended on ended.object_no = kase.object_no
left join deleted on deleted.object_no = kase.object_no
order by kase.case_no

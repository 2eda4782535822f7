-- grain: one row per case of a process, with its object, the calendar that it follows by {by}, an attribute of its cases, when it was called off,
-- and since when its object is there under any of its ids, or was expected by a rule
with
ended as (
    select canonical.canonical_no as object_no, min(try_cast(attribute.value as timestamp)) as gone_at
    from object_attribute as attribute
    join canonical using (object_no)
    where attribute.name in ('cancelled_at', 'withdrawn_at')
    group by canonical.canonical_no
),

known as (
    select
        canonical.canonical_no as object_no, min(object.since) as since,
        case when bool_and(object.deleted_at is not null) then max(object.deleted_at) end as deleted_at
    from object
    join canonical using (object_no)
    group by canonical.canonical_no
),

expected as (
    select step.case_no, min(step.ts) as since_us
    from step
    join event using (event_no)
    where event.quality = 'derived'
    group by step.case_no
)

select
    kase.case_no, kase.object_id, {by}::varchar as by_value, epoch_us(least(ended.gone_at, known.deleted_at)) as gone_us,
    least(epoch_us(known.since), expected.since_us) as since_us
from "case" as kase
left join case_slice using (case_no)
left join ended on ended.object_no = kase.object_no
left join expected using (case_no)
left join known on known.object_no = kase.object_no
order by kase.case_no

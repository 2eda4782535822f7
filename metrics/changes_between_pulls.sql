-- grain: one row: how often a record came with another value of a field than in the pull before it
with
-- the first pull alone brings everything there is
again as (
    select distinct {record} as record_id {files}
    where list_position($paths::varchar[], filename) > 1 and not _deleted and hash({record}) % $every::ubigint = 0
),

-- once from each pull; one that came with several values at once is not judged
came as (
    select {record} as record_id, list_position($paths::varchar[], filename) as pull, min(coalesce({field}, '')) as value
    {files}
    where {record} in (select record_id from again) and not _deleted
    group by all
    having min(coalesce({field}, '')) = max(coalesce({field}, ''))
),

followed as (
    select value, lag(value) over (partition by record_id order by pull) as value_before from came
)

select count(*) from followed where value <> value_before

-- grain: one row: how often a record came with another value of a field than in the pull before it
with
-- once from each pull; one that came with several values at once is not judged
came as (
    select {record} as record_id, list_position($paths::varchar[], filename) as pull, min(coalesce({field}, '')) as value
    {files}
    group by all
    having min(coalesce({field}, '')) = max(coalesce({field}, ''))
),

followed as (
    select value, lag(value) over (partition by record_id order by pull) as value_before from came
)

select count(*) from followed where value <> value_before

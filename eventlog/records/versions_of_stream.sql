-- grain: one row per landed record of a stream that is no note of deletion, typed; the texts it was cast from stand beside the values
with
typed as (
    select
        landed._run_no, landed._row, landed._turn, landed._as_of, {key} as _key,
        {known_at} as _known_at, {deleted_at} as _deleted_at, {version} as _version, {place} as _place
        {columns}
    from {landed} as landed
    {settled}
    where not landed._gone
)

select r.* replace (coalesce(r._deleted_at, case when {deleted} then {deleted_since} end) as _deleted_at)
from typed as r

-- grain: one row per landed record whose key landed more than once or was told to be gone, with its place among the versions of its key
-- the newest comes first: by the declared version, then by how far its pull had read, then by content: never by the run's number.
-- A key is gone where no later pull brought it again; deleted_at is when that was first known. known_at: since when this content is known.
create or replace temp table {contested} as
with
version as (
    select
        landed._run_no, landed._row, landed._as_of, landed._gone, {key} as _key,
        {version} as _version,
        hash({content}) as _content
    from {landed} as landed
    join {several} as several on several._code = hash({key})
),

life as (
    select
        _key,
        max(_as_of) filter (where not _gone) as seen_at,
        max(_as_of) filter (where _gone) as gone_at
    from version group by _key
),

deletion as (
    select version._key, min(version._as_of) as deleted_at
    from version
    join life using (_key)
    where version._gone and life.gone_at >= life.seen_at and version._as_of >= life.seen_at
    group by version._key
)

select
    version._run_no,
    version._row,
    version._key,
    version._gone,
    row_number() over (
        partition by version._key
        order by version._gone, version._version desc nulls last, version._as_of desc, version._content desc, version._row
    ) as _place,
    min(version._as_of) over (partition by version._key, version._gone, version._content) as _known_at,
    deletion.deleted_at as _deleted_at
from version
left join deletion using (_key);

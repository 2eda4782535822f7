-- grain: one row per object and time of which several records tell one attribute: living before deleted, the newest version, the last key
select object_no, {name}, told.kind, told.value, ts, told.run_no, {stream_no}, told.row
from (
    select
        object_no, ts,
        arg_max(
            {'value': {value}::varchar, 'kind': {kind}, 'run_no': _run_no, 'row': _row},
            {'living': living, 'version': coalesce(_version::varchar, ''), 'key': _key, 'value': {value}::varchar}
        ) as told
    from described
    where {value} is not null {unless}
    group by object_no, ts
)

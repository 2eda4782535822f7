-- grain: one row per record of {versions} that cannot be used, with all the reasons and the money at stake
select
    r._run_no, r._row, r._key, r._place,
    concat_ws('; ', {reasons}) as reason,
    try_cast({worth} as double) as worth,
    ({currency})::varchar as currency
from {versions} as r
{among}
where {any}

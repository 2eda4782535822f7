-- grain: one row per object and time of which one attribute is told once
select object_no, {name}, {kind}, {value}::varchar, ts, _run_no, {stream_no}, _row
from described
where {value} is not null {unless}

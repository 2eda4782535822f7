-- grain: one row per event that a record (or an element of a list in it) is, by one of the declarations read together, with the objects that it names and that are known
create or replace temp table new_event as
select
    {type_no}::integer as type_no, r._run_no as run_no, r._row as row, r._key as key,
    ({at})::timestamp as ts,
    ({logged_at})::timestamp as logged_at,
    null::timestamp as since,
    {order} as place,
    {id} as event_id,
    -- later than what was known when it came, or before there were computers
    ({at})::timestamp > r._known_at + interval 1 day or ({at})::timestamp < timestamp '1970-01-02' as improbable,
    ({at})::timestamp < greatest({since}) as early,
    null::integer as earlier_run_no, null::bigint as earlier_row,
    {values}
from {records} as r
{lookups}
{objects}
{kinds}
where {where} and ({at}) is not null and {living};

-- grain: one row per event seen as a difference of what two successive pulls brought of one record, with its objects by code
-- `old` is the version that the pulls before had; where there was none it is all null, and the earlier snapshot is the whole pull before
create or replace temp table new_event as
with
-- what each pull left standing of the records that a later pull brought
snapshot as (
    select _run_no, _row, _key, _turn
    from {versions}
    where
        _key in (select _key from {versions} where _turn > 0)
        and (_run_no, _row) not in (select (_run_no, _row) from ({unusable}))
    qualify row_number() over (partition by _key, _turn order by _place) = 1
),

followed as (
    select
        _run_no, _row,
        lag(_run_no) over (partition by _key order by _turn) as _old_run_no,
        lag(_row) over (partition by _key order by _turn) as _old_row
    from snapshot
)

select
    {type_no}::integer as type_no, r._run_no as run_no, r._row as row, r._key as key,
    r._as_of as ts,
    null::timestamp as logged_at,
    pull_before.as_of as since,
    {order} as place,
    {id} as event_id,
    false as improbable,
    false as early,
    coalesce(old._run_no, pull_before.run_no) as earlier_run_no,
    old._row as earlier_row,
    {values}
from followed
join {versions} as r on r._run_no = followed._run_no and r._row = followed._row
join {pulls} as pull_before on pull_before.turn = r._turn - 1
left join {versions} as old on old._run_no = followed._old_run_no and old._row = followed._old_row
join {records} as last on last._key = r._key
{lookups}
{objects}
where ({when}) and {living};

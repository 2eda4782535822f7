-- grain: one row per event, event attribute, related object, change of a case attribute or refused record of a landed flat file; the places in braces come from its mapping
create or replace temp table read_row as
with
written as (
    select
        row,
        {case} as case_id,
        {activity} as type,
        {time_written} as time_written,
        {time} as ts,
        {start_written} as start_written,
        {start} as start_ts,
        {lifecycle} as lifecycle,
        {resource} as resource,
        md5_number_lower({record_key}) as key,
        {unreadable} as unreadable
    from {rows} as source
)
select
    row, case_id, type, ts, start_ts, lifecycle, resource, key,
    case
        when unreadable is not null then unreadable
        when case_id is null then 'no case: “' || {case_name} || '” is empty'
        when type is null then 'no activity: “' || {activity_name} || '” is empty'
        when time_written is not null and (ts is null or (ts < '0100-01-01' and not regexp_matches(time_written, '\d{4}')))
        then 'a time that cannot be read: “' || time_written || '” in “' || {time_name} || '”'
        when start_written is not null
            and (start_ts is null or (start_ts < '0100-01-01' and not regexp_matches(start_written, '\d{4}')))
        then 'a time that cannot be read: “' || start_written || '” in “' || {start_name} || '”'
        when ts is null and start_ts is null then 'no time: “' || {time_name} || '” is empty'
    end as reason
from written;

create or replace temp table staged_quarantine as
select refused.row, refused.reason, case when {unreadable} is not null then {unreadable_text} else to_json({record})::varchar end as record
from {rows} as source
join read_row as refused on refused.row = source.row
where refused.reason is not null
order by refused.row;

create or replace temp table staged_event as
select row, case_id, type, ts, {one_lifecycle} as lifecycle, resource, key
from read_row
where reason is null and ts is not null
union all
select row, case_id, type, start_ts as ts, 'start' as lifecycle, resource, key
from read_row
where reason is null and start_ts is not null;

drop table read_row;

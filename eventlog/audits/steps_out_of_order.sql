-- grain: one row per step that does not follow the one before it in place or in time
select case_no, seq, ts
from (
    select
        case_no, seq, ts,
        lag(case_no) over () as previous_case_no, lag(seq) over () as previous_seq, lag(ts) over () as previous_ts
    from {process}.step
)
where case
    when previous_case_no is distinct from case_no then seq <> 0 or coalesce(previous_case_no, -1) > case_no
    else seq <> previous_seq + 1 or ts < previous_ts
end
limit 5

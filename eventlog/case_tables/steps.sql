-- grain: one row per step of a case, from the sorted ones by streaming links
{into}
with
placed as (
    select
        *,
        rowid - first_row as place,
        rowid - first_row + 1 < n as goes_on,
        lead(activity_no) over () as following_activity_no,
        lead(ts) over () as following_ts
    from ordered_step
)
select
    case_no,
    place::{seq_width} as seq,
    activity_no,
    case when goes_on then following_activity_no end as next_activity_no,
    ts,
    case when goes_on then {wait} end as wait_us,
    {business_wait} as business_wait_us,
    {busy_us} as busy_us,
    resource_no,
    source_no,
    event_no
from placed;

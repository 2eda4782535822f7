-- grain: one row per pair of instants, from {relation}; {worked_at_start} and {worked_at_end} read the calendar's working clock
select
    pair.*,
    case when pair.end_us >= pair.start_us then pair.end_us - pair.start_us end as elapsed_us,
    case when pair.end_us >= pair.start_us then {worked_at_end} - {worked_at_start} end as business_us,
    pair.end_us < pair.start_us as backwards
from {relation} as pair
left join calendar_day as day_of_start
    on day_of_start.calendar_no = pair.calendar_no and day_of_start.day = make_timestamp(pair.start_us)::date
left join calendar_day as day_of_end
    on day_of_end.calendar_no = pair.calendar_no and day_of_end.day = make_timestamp(pair.end_us)::date

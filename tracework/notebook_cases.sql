-- grain: one row per chosen case, with its attributes as columns
select
    chosen_case.object_id as "case",
    make_timestamp(start_us) as start,
    make_timestamp(end_us) as "end",
    chosen_case.duration_us / 1e6 as duration_s,
    chosen_case.business_us / 1e6 as business_s,
    chosen_case.n::bigint as events,
    chosen_case.variant_no::bigint + 1 as variant,
    case_slice.* exclude (case_no)
from chosen_case
join case_slice using (case_no)
order by chosen_case.case_no

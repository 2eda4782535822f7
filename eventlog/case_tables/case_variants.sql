-- grain: case_variant: one row per case of `ordered_step` with what its sequence hashes to; case_business: one row per case with its working time
-- a variant is recognised by a hash over (place in the case, activity) and its length
create or replace temp table case_variant as
select case_no, bit_xor(hash((rowid - first_row)::bigint * {activities} + activity_no)) as code, count(*)::integer as n
from ordered_step group by case_no;

create or replace temp table case_business as {case_business};

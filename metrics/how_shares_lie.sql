-- grain: one row per measure of {shares}: whether each of its things is of one day only, whether all rows of each were compared, and of which
-- slices a thing has one value a day
with
laid as (select *, coalesce(thing_no = lag(thing_no, {beyond}) over (), false) as is_beyond from {shares}),

told as (
    select
        measure, count(*) filter (where "first") = count(distinct hash(object_id, part)) filter (where "first") as one_day,
        not bool_or(is_beyond) as compared, {own}
    from laid group by measure
),

own as (
    unpivot told on {slices} into name slice value is_own
)

select $indicator, measure, any_value(one_day), any_value(compared), coalesce(list(slice order by slice) filter (where is_own), [])
from own group by measure

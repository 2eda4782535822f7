-- grain: one row per slice and value of it: the things that shares are of, and plain sums of their parts, from what the indicator's statement gives
select
    list_extract($names, len($names) - log2(2 ** len($names) - 1 - grouping({slices}))::integer) as slice,
    coalesce({slices}) as value, count(distinct (object_id, {part})) as things, sum({above}) as above, sum({below}) as below
from (select *, {at} as share_at from ({given}))
cross join fact.span as span
where measure = $measure and share_at <= span.as_of and {condition}
group by grouping sets ({sets})

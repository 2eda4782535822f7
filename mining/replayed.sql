-- grain: one row per place in the order of drawn moves: the cases whose last needed move stands there (0: they need none)
with
drawn as (
    select unnest($order::bigint[]) as code, generate_subscripts($order::bigint[], 1) as place
),

needed as (
    select move.variant_no, max(coalesce(drawn.place, 2000000000)) as place
    from shown_move as move
    left join drawn on drawn.code = move.from_no::bigint * {width} + move.to_no
    where move.from_no <> move.to_no
    group by move.variant_no
)

select coalesce(needed.place, 0) as place, sum(variant.cases)::bigint as cases
from chosen_variant as variant
left join needed using (variant_no)
where list_has_any(variant.activities::integer[], $shown::integer[])
group by 1

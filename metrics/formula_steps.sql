-- grain: one row: what stands above and below the line by one formula and by another, and of each what only one of them counts,
-- thing by thing
with
from_one as (
    select object_id, part, sum(numerator) as above, sum(denominator) as below from ({one}) group by object_id, part
),

from_other as (
    select object_id, part, sum(numerator) as above, sum(denominator) as below from ({other}) group by object_id, part
),

held as (
    select
        coalesce(from_one.above, 0) as above, coalesce(from_one.below, 0) as below, coalesce(from_other.above, 0) as other_above,
        coalesce(from_other.below, 0) as other_below
    from from_one
    full join from_other using (object_id, part)
)

select
    sum(above) as above, sum(below) as below,
    sum(greatest(other_above - above, 0)) as more_above, sum(greatest(above - other_above, 0)) as less_above,
    sum(greatest(other_below - below, 0)) as more_below, sum(greatest(below - other_below, 0)) as less_below
from held

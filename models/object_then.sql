-- grain: one row per object that was there at a moment: since it says so, or since a rule expects it, as a timesheet after its week
-- one of which nobody says since when is as old as what it is a part of
with
expected as (
    select relation.object_no, min(event.ts) as since
    from event_object as relation
    join event using (event_no)
    where event.quality = 'derived'
    group by relation.object_no
),

thing as (
    select canonical.canonical_no, min(object.since) as told_since, least(min(object.since), min(expected.since)) as since
    from object
    join canonical using (object_no)
    left join expected using (object_no)
    group by canonical.canonical_no
),

later as (select canonical_no from thing where told_since > $moment and since > $moment),

part_of_later as (
    select origin.canonical_no
    from object_object as relation
    join canonical as origin on origin.object_no = relation.from_object_no
    join thing on thing.canonical_no = origin.canonical_no and thing.told_since is null
    join canonical as target on target.object_no = relation.to_object_no
    join later on later.canonical_no = target.canonical_no
    where relation.qualifier = 'of'
)

select object.* replace (case when deleted_at <= $moment then deleted_at end as deleted_at)
from object
join canonical using (object_no)
where
    canonical.canonical_no not in (select canonical_no from later)
    and canonical.canonical_no not in (select canonical_no from part_of_later)

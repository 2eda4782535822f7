-- grain: one row per milestone that was reached and had nothing to bill it when its time was up
-- title = "Milestone reached, nothing to bill"
-- kind = "missing_data"
-- severity = "high"
-- owner = "Project manager"
-- source = "Tracework: what must follow, in hours of work"
-- needs = ["became_billable"]
-- process = "milestone_billing"
-- waits = "patience"
with
reached as (
    select thing_no, min(ts) as reached_at
    from fact.happened where event_type = 'milestone_reached' and type = 'milestone' group by thing_no
),

-- where nobody tells when a billing event was made, such as in a file, its first event does
named as (select thing_no, min(ts) as named_at from fact.happened where type = 'billing_event' group by thing_no),

made as (
    select related.to_no as thing_no, min(coalesce(thing.since, named.named_at)) as made_at
    from fact.related as related
    join fact.thing as thing on thing.thing_no = related.from_no
    left join named on named.thing_no = thing.thing_no
    where related.from_type = 'billing_event' and related.to_type = 'milestone' and related.qualifier = 'of'
    group by related.to_no
),

belongs as (
    select from_no as thing_no, min(to_no) as project_no
    from fact.related where from_type = 'milestone' and to_type = 'project' and qualifier = 'of' group by from_no
),

amount as (
    select thing_no, max(round(try_cast(value as double) * 100)) as money
    from fact.said where name = 'amount' and last group by thing_no
)

select milestone.object_id, reached.reached_at as starts_at, made.made_at as ends_at, belongs.project_no, amount.money
from reached
join fact.thing as milestone using (thing_no)
left join made using (thing_no)
left join belongs using (thing_no)
left join amount using (thing_no)

-- grain: one row per step of a process that was known at a moment, in order, without what only repeats the two before it
-- a case is there once its own object is (a project has events of its opportunity from before), and not where a rule only expects it
-- did: what whoever does the step did first in the case; empty for their first step and where nobody is told
with
known_case as (
    select "case".case_no
    from "case"
    join object using (object_no)
    join canonical as alias on alias.canonical_no = object.object_no
    join object as known on known.object_no = alias.object_no
    where object.run_no is not null
    group by "case".case_no
    having coalesce(min(known.since) <= $moment, true)
),

known_step as (
    select
        step.case_no, step.seq, step.ts, step.event_no, activity.name as activity, coalesce(resource.name, '') as who
    from step
    join activity using (activity_no)
    left join resource using (resource_no)
    join event using (event_no)
    join known_case using (case_no)
    where step.ts <= epoch_us($moment::timestamp) and coalesce(event.logged_at, event.ts) <= $moment
),

known_by_hand as (
    select
        *,
        case when who <> '' then nullif(first_value(activity) over hand, activity) end as did,
        lead(ts) over of_case - ts as wait_us,
        max(ts) over (partition by case_no) as last_ts,
        row_number() over (partition by case_no order by seq desc) = 1 as is_last,
        (activity, who) = lag((activity, who), 1) over of_case and (activity, who) = lag((activity, who), 2) over of_case as repeats
    from known_step
    window of_case as (partition by case_no order by seq), hand as (partition by case_no, who order by seq)
)

select
    kase.object_id, step.activity, step.who, coalesce(step.did, '') as did, step.ts, step.event_no, step.wait_us, step.last_ts,
    step.is_last
from known_by_hand as step
join "case" as kase using (case_no)
where step.repeats is not true or step.is_last
order by step.case_no, step.seq

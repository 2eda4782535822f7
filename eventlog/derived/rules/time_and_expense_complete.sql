-- grain: one row per billing event of which all time and expense is approved and posted: when the last of it was, or it became billable
-- event: time_and_expense_complete
-- of: billing_event
-- uses: became billable; of each timesheet and expense report that it gathers, the last approval and the last posting
-- a timesheet counts by what happened to its part on the project of the billing event, and where a system names the billing event on any
-- part, by those parts alone; of several timecards of a week that bill together each is posted; posting counts where anything is ever posted;
-- what was given up before it was complete never is
with
-- what is asked of a part; by number, as numbers are joined much quicker than texts
asked_of as (
    select stage.*
    from (
        values
            (1, 'timesheet', 'timesheet_approved'), (2, 'timesheet', 'time_posted'),
            (3, 'expense_report', 'expense_finance_approved'), (4, 'expense_report', 'expense_posted')
    ) as stage (stage_no, type, event_type)
    where event_type in (select answer from asked where question = 'recorded')
),

billable as (
    select thing_no, min(ts) as ts, arg_min(event_no, ts) as event_no
    from happened where event_type = 'became_billable' and type = 'billing_event' group by thing_no
),

needed as (
    select link.from_no as thing_no, link.to_no as part_no, project.to_no as project_no, asked_of.stage_no
    from link
    join asked_of on asked_of.type = link.to_type
    left join link as project on link.to_type = 'timesheet'
        and project.from_no = link.from_no and project.to_type = 'project' and project.qualifier = 'of'
    where link.from_type = 'billing_event' and link.qualifier = 'gathers'
),

step as (
    select
        part.thing_no as part_no, project.thing_no as project_no, billed.thing_no as billed_no, asked_of.stage_no, part.ts,
        part.event_no, event.event_id, event.source_no
    from happened as part
    join asked_of using (type, event_type)
    join event on event.event_no = part.event_no
    left join happened as project on project.event_no = part.event_no and project.type = 'project'
    left join happened as billed on billed.event_no = part.event_no and billed.type = 'billing_event'
),

named as (select distinct source_no, stage_no, billed_no as thing_no from step where billed_no is not null),

counted as (
    select
        needed.thing_no, step.part_no, step.stage_no, step.event_no, step.ts,
        -- what is named before all else, then the latest, then by id: as one number, which is compared much quicker than a struct
        ((step.billed_no is not null)::hugeint << 126) + epoch_us(step.ts) * (1::hugeint << 64) + step.event_id as place
    from needed
    join step on step.part_no = needed.part_no and step.stage_no = needed.stage_no
        and (needed.project_no is null or step.project_no is null or step.project_no = needed.project_no)
    left join named on named.source_no = step.source_no and named.stage_no = step.stage_no and named.thing_no = needed.thing_no
    where step.billed_no = needed.thing_no or step.billed_no is null and named.thing_no is null
),

-- what happened to named parts counts before what happened to others
done as (
    select
        needed.thing_no, needed.part_no, needed.stage_no,
        arg_max(counted.ts, counted.place) as ts, arg_max(counted.event_no, counted.place) as event_no
    from needed
    left join counted using (thing_no, part_no, stage_no)
    group by needed.thing_no, needed.part_no, needed.stage_no
),

several as (
    select billed_no, part_no from step where billed_no is not null and stage_no = 1 group by all having count(*) > 1
),

-- of how many timecards of a week it is told
timecards as (
    select
        step.billed_no as thing_no, step.part_no,
        count(distinct told.value) filter (where step.stage_no = 1) as approved,
        count(distinct told.value) filter (where step.stage_no = 2) as posted
    from several
    join step using (billed_no, part_no)
    join event_attribute as told on told.event_no = step.event_no and told.name = 'timecard'
    group by step.billed_no, step.part_no
),

complete as (
    select thing_no, max(ts) as ts, list(event_no order by event_no) as events
    from done
    where thing_no not in (select thing_no from timecards where posted between 1 and approved - 1)
    group by thing_no having count(*) = count(ts)
),

given_up as (
    select thing_no, try_cast(value as timestamp) as ts from fact where type = 'billing_event' and name = 'cancelled_at'
)

select
    billable.thing_no,
    greatest(billable.ts, coalesce(complete.ts, billable.ts)) as ts,
    list_append(coalesce(complete.events, []::bigint[]), billable.event_no) as events,
    []::bigint[] as objects
from billable
left join complete using (thing_no)
left join given_up using (thing_no)
where
    (complete.thing_no is not null or billable.thing_no not in (select thing_no from needed))
    and (given_up.thing_no is null or greatest(billable.ts, complete.ts) < given_up.ts)

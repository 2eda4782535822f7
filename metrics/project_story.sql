-- grain: one row per thing of a project and kind of event, with the system that tells it: when that happened
with
thing as (
    select $number::bigint as thing_no
    union
    select contract_no from fact.project where thing_no = $number
    union
    select thing_no from fact.milestone where project_no = $number
    union
    select thing_no from fact.billing_event where project_no = $number
    union
    select invoice_no from fact.invoice_project where project_no = $number
    union
    select payment.thing_no from fact.payment as payment join fact.invoice_project as billed using (invoice_no) where billed.project_no = $number
),

told as (
    select distinct happened.event_no, happened.event_type, happened.ts, source.system, source.name as source
    from fact.happened as happened
    join thing using (thing_no)
    join event on event.event_no = happened.event_no
    join source on source.source_no = event.source_no
)

select system, source, event_type, list(ts order by ts) as moments
from told
group by system, source, event_type
order by min(ts), event_type

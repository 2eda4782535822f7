-- grain: one row per asking for an approval: a thing, kind and round (of a timesheet: each of its parts apart), decided or still open
-- A later stage is asked when the earlier one was decided. What says when it was asked is believed; else the first decision answers the first
-- asking. `approver_no` is the person who decided.
-- needs: happened, event_said, said
with
meaning as (
    from (values
        ('handoff_submitted', 'contract', 'contract', 'asked'), ('contract_data_checked', 'contract', 'contract', 'yes'),
        ('contract_data_rejected', 'contract', 'contract', 'no'), ('budget_submitted', 'project', 'budget', 'asked'),
        ('budget_approved', 'project', 'budget', 'yes'), ('budget_rejected', 'project', 'budget', 'no'),
        ('timesheet_submitted', 'timesheet', 'timesheet', 'asked'), ('timesheet_corrected', 'timesheet', 'timesheet', 'asked'),
        ('timesheet_approved', 'timesheet', 'timesheet', 'yes'), ('timesheet_rejected', 'timesheet', 'timesheet', 'no'),
        ('expense_submitted', 'expense_report', null, 'asked'), ('expense_rejected', 'expense_report', null, 'no'),
        ('expense_manager_approved', 'expense_report', 'expense_manager', 'yes'),
        ('expense_finance_approved', 'expense_report', 'expense_finance', 'yes'),
        ('purchase_requested', 'purchase_order', 'purchase', 'asked'), ('purchase_approved', 'purchase_order', 'purchase', 'yes'),
        ('purchase_rejected', 'purchase_order', 'purchase', 'no'), ('vendor_invoice_matched', 'vendor_invoice', 'vendor_invoice', 'asked'),
        ('vendor_invoice_rejected', 'vendor_invoice', 'vendor_invoice', 'no'),
        ('vendor_invoice_approved', 'vendor_invoice', 'vendor_invoice', 'yes'),
        ('invoice_review_asked', 'invoice', 'invoice_review', 'asked'), ('invoice_reviewed', 'invoice', 'invoice_review', 'yes'),
        ('invoice_rejected', 'invoice', 'invoice_review', 'no')
    ) as meaning (event_type, type, kind, answer)
),

told as (
    select
        event_no, any_value(value) filter (where name = 'kind') as kind,
        any_value(value) filter (where name = 'approver_role') as approver_role,
        any_value(case when name = 'asked_at' then try_cast(value as timestamp) end) as asked_at,
        any_value(value) filter (where name = 'timecard') as timecard
    from fact.event_said where name in ('kind', 'approver_role', 'asked_at', 'timecard') group by event_no
),

-- `asking_no` tells a thing, kind and part apart
step as (
    select
        happened.event_no, happened.event_type, happened.thing_no, happened.type, happened.ts, happened.place, meaning.answer,
        coalesce(meaning.kind, told.kind) as kind, told.approver_role, told.asked_at, told.timecard,
        hash({'thing': happened.thing_no, 'kind': coalesce(meaning.kind, told.kind), 'timecard': told.timecard}) as asking_no
    from fact.happened as happened
    join meaning on meaning.event_type = happened.event_type and meaning.type = happened.type
    left join told using (event_no)
),

decided as (
    select
        event_no, thing_no, type, kind, timecard, asking_no, ts as decided_at, asked_at, answer = 'yes' as approved, approver_role,
        row_number() over (partition by asking_no order by ts, place, event_no) as number
    from step
    where answer <> 'asked'
),

asking as (
    select
        thing_no, type, kind, timecard, asking_no, ts as asked_at, approver_role,
        row_number() over (partition by asking_no order by ts, place, event_no) as number
    from step
    where answer = 'asked' and type <> 'expense_report'
    -- systems of purchasing have no event for being asked again
    qualify number = 1 or type not in ('purchase_order', 'vendor_invoice')
),

answered as (
    select decided.* exclude (number) replace (coalesce(decided.asked_at, asking.asked_at) as asked_at)
    from decided
    left join asking using (asking_no, number)
),

last_answer as (select asking_no, max(decided_at) as decided_at from answered group by asking_no),

pending as (
    select
        thing_no, any_value(value) filter (where name = 'pending_role') as approver_role,
        any_value(try_cast(value as timestamp)) filter (where name = 'pending_since') as asked_at
    from fact.said where last and name in ('pending_role', 'pending_since') group by thing_no
),

-- who approves an expense report next: after a no whoever said it, after the manager finance
expense as (
    select
        thing_no, type, event_type, answer, ts, lead(event_no) over in_order is null as is_last,
        last_value(case when answer = 'no' then kind end ignore nulls) over in_order as refused_by
    from step
    where type = 'expense_report'
    window in_order as (partition by thing_no order by ts, place, event_no)
),

-- what a system says of who is asked and since when holds while it waits
waiting as (
    select
        asking.thing_no, asking.type, asking.kind, asking.timecard, asking.asking_no,
        case when asking.type in ('purchase_order', 'vendor_invoice') then coalesce(pending.asked_at, asking.asked_at) else asking.asked_at end
            as asked_at,
        asking.approver_role
    from asking
    left join pending using (thing_no)
    union all by name
    select
        thing_no, type, case when answer = 'yes' then 'expense_finance' else coalesce(refused_by, 'expense_manager') end as kind,
        hash({'thing': thing_no, 'kind': kind, 'timecard': null::varchar}) as asking_no, ts as asked_at
    from expense
    where is_last and (answer = 'asked' or event_type = 'expense_manager_approved')
),

open as (
    select waiting.* exclude (approver_role), coalesce(pending.approver_role, waiting.approver_role) as approver_role
    from waiting
    left join last_answer using (asking_no)
    left join pending using (thing_no)
    anti join answered on answered.asking_no = waiting.asking_no and answered.asked_at = waiting.asked_at
    where last_answer.decided_at is null or last_answer.decided_at < waiting.asked_at
),

approver as (
    select happened.event_no, min(happened.thing_no) as approver_no
    from fact.happened as happened
    semi join answered on answered.event_no = happened.event_no
    where happened.type = 'resource' and happened.qualifier = 'by'
    group by happened.event_no
),

asked as (
    select answered.* exclude (event_no), approver.approver_no from answered left join approver using (event_no)
    union all by name
    select * from open
)

select
    thing_no, type, kind, timecard, row_number() over (partition by asking_no order by asked_at, decided_at) as round,
    asked_at, decided_at, approved, approver_no, approver_role
from asked

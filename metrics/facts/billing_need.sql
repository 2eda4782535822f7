-- grain: one row per billing event and precondition of billing it: what it is, of which thing, who holds it since when, and when it was met
-- `need` is time_approved, time_posted, expense_approved, expense_posted, acceptance, supplier_matched, contract_terms or purchase_order_number.
-- Of time `minutes` and `week_end` say what it is, of terms `detail` which of them are not there.
-- `since` is when the one who holds it got it; where it was met, who held it last. A log without contracts asks for no terms.
-- Time that names no billing event is that of the timesheets which the event gathers, on its project
-- needs: thing, related, project, milestone, person, timecard, timecard_worth, timesheet, approval, expense_line, expense_report, vendor_invoice, contract
with
link as (
    select
        from_no as event_no,
        min(to_no) filter (where to_type = 'project' and qualifier = 'of') as project_no,
        min(to_no) filter (where to_type = 'milestone' and qualifier = 'of') as milestone_no
    from fact.related where from_type = 'billing_event' and to_type in ('project', 'milestone') group by from_no
),

billed as (
    select link.event_no, link.milestone_no, project.*
    from link join fact.project as project on project.thing_no = link.project_no
),

card_of_event as (
    select billing_event_no as event_no, card_no from fact.timecard where billing_event_no is not null
    union
    select gathered.from_no, card.card_no
    from fact.related as gathered
    join billed on billed.event_no = gathered.from_no
    join fact.timecard as card
        on card.sheet_no = gathered.to_no and card.project_no = billed.thing_no and card.billing_event_no is null
    where
        gathered.from_type = 'billing_event' and gathered.to_type = 'timesheet' and gathered.qualifier = 'gathers'
        and gathered.from_no not in (select billing_event_no from fact.timecard where billing_event_no is not null)
),

-- where nothing is ever posted, nothing waits to be
posts as (
    select
        (select count(*) from fact.timecard where posted_at is not null) > 0 as time,
        (select count(*) from fact.expense_report where posted_at is not null) > 0 as expense
),

-- the last asking of a part of a timesheet, and of a report whichever stage it is
asked as (
    select
        thing_no, timecard, coalesce(asked_at, decided_at) as asked_at, decided_at, approved, approver_no,
        coalesce(approver_role, case kind when 'expense_finance' then 'Expense Auditor' else 'Project Manager' end) as approver_role
    from fact.approval
    where kind in ('timesheet', 'expense_manager', 'expense_finance')
    qualify row_number() over (
        partition by thing_no, timecard order by coalesce(asked_at, decided_at) desc, decided_at is null desc, round desc
    ) = 1
),

time_of_event as (
    select
        card_of_event.event_no, card.*, coalesce(sheet.due_at, card.logged_at) as due_at, sheet.week_end, worth.contract_value as money,
        asked.asked_at, asked.decided_at, asked.approver_no, asked.approver_role,
        asked.asked_at is null or coalesce(not asked.approved, false) as is_with_person
    from card_of_event
    join fact.timecard as card using (card_no)
    left join asked on asked.thing_no = card.sheet_no and asked.timecard is not distinct from card.timecard
    left join fact.timesheet as sheet on sheet.thing_no = card.sheet_no
    left join fact.timecard_worth as worth using (card_no)
),

report_of_event as (
    select from_no as event_no, to_no as report_no
    from fact.related where from_type = 'billing_event' and to_type = 'expense_report' and qualifier = 'gathers'
    union
    select billing_event_no, expense_report_no
    from fact.expense_line where billing_event_no is not null and expense_report_no is not null
),

spent as (
    select billing_event_no as event_no, expense_report_no as report_no, sum(amount)::double as money, any_value(currency) as currency
    from fact.expense_line where billing_event_no is not null group by all
),

expense_of_event as (
    select
        report_of_event.event_no, report.* exclude (currency, amount), spent.money, coalesce(spent.currency, report.currency) as currency,
        asked.asked_at, asked.decided_at, asked.approver_no, asked.approver_role,
        asked.asked_at is null or coalesce(not asked.approved, false) as is_with_person
    from report_of_event
    join fact.expense_report as report on report.thing_no = report_of_event.report_no
    left join asked on asked.thing_no = report.thing_no
    left join spent using (event_no, report_no)
),

accepted as (
    select
        billed.event_no, billed.milestone_no, billed.client_no, billed.client, billed.currency, milestone.amount, milestone.reached_at,
        milestone.accepted_at
    from billed
    join fact.contract as contract on contract.thing_no = billed.contract_no and contract.requires_acceptance
    join fact.milestone as milestone on milestone.thing_no = billed.milestone_no
),

passed_on as (
    select related.from_no as event_no, bill.*
    from fact.related as related
    join fact.vendor_invoice as bill on bill.thing_no = related.to_no
    where related.from_type = 'billing_event' and related.to_type = 'vendor_invoice' and related.qualifier = 'passes_on'
),

agreed as (
    select
        billed.event_no, coalesce(contract.thing_no, billed.thing_no) as thing_no, contract.owner, contract.requires_po,
        nullif(array_to_string(list_filter(contract.lacks, lambda term: term <> 'po_number'), ', '), '') as lacks,
        coalesce(contract.terms_at, case when contract.lacks = ['po_number'] then contract.other_terms_at end) as other_terms_at,
        contract.drafted_at as since, contract.terms_at,
        case when contract.po_number is not null then coalesce(contract.po_number_at, contract.terms_at) end as po_number_at,
        billed.client_no, billed.client
    from billed
    left join fact.contract as contract on contract.thing_no = billed.contract_no
    where (select count(*) from fact.contract) > 0
),

need as (
    select
        event_no, 'time_approved' as need, sheet_no as object_no, timecard as part,
        case when is_with_person then 'Consultant' else approver_role end as holder_role,
        case when is_with_person then person_no else approver_no end as holder_no,
        case when is_with_person then coalesce(decided_at, due_at) else asked_at end as since,
        case when not is_rejected then approved_at end as met_at, money, minutes, week_end
    from time_of_event
    union all by name
    select
        event_no, 'time_posted' as need, sheet_no as object_no, timecard as part, 'Integration owner' as holder_role,
        approved_at as since, posted_at as met_at, money, minutes, week_end
    from time_of_event, posts where posts.time
    union all by name
    select
        event_no, 'expense_approved' as need, thing_no as object_no,
        case when is_with_person then 'Consultant' else approver_role end as holder_role,
        case when is_with_person then person_no else approver_no end as holder_no,
        case when is_with_person then coalesce(decided_at, created_at) else asked_at end as since,
        finance_approved_at as met_at, money, currency
    from expense_of_event
    union all by name
    select
        event_no, 'expense_posted' as need, thing_no as object_no, 'Integration owner' as holder_role, finance_approved_at as since,
        posted_at as met_at, money, currency
    from expense_of_event, posts where posts.expense
    union all by name
    select
        event_no, 'acceptance' as need, milestone_no as object_no, 'Client' as holder_role, client_no as holder_no, client as holder,
        reached_at as since, accepted_at as met_at, amount::double as money, currency
    from accepted
    union all by name
    select
        event_no, 'supplier_matched' as need, thing_no as object_no, 'Accounts payable' as holder_role, supplier as holder,
        greatest(received_at, mismatched_at) as since, matched_at as met_at, amount::double as money, currency
    from passed_on
    union all by name
    select
        event_no, 'contract_terms' as need, thing_no as object_no, 'Contract owner' as holder_role, owner as holder, since,
        other_terms_at as met_at, lacks as detail
    from agreed
    union all by name
    select
        event_no, 'purchase_order_number' as need, thing_no as object_no, 'Client' as holder_role, client_no as holder_no,
        client as holder, since, po_number_at as met_at
    from agreed where requires_po
)

select
    need.event_no as billing_event_no, need.need, need.object_no, thing.object_id, need.part, need.holder_role, need.holder_no,
    coalesce(need.holder, person.person) as holder, need.since, need.met_at, need.minutes,
    need.week_end, need.detail, need.money, coalesce(need.currency, billed.currency) as currency
from need
join billed using (event_no)
left join fact.thing as thing on thing.thing_no = need.object_no
left join fact.person as person on person.thing_no = need.holder_no

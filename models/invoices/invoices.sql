-- grain: one row per invoice drafted by a moment, with what was known of it when it was sent, or at the moment where it is a draft
-- money is in hundredths. What is passed on is expense and purchases; `off_card` is the part of the time's value booked at a rate that is not on
-- the contract's card; `over_cap` is how far the contract's time sent before and this go beyond its cap; `late_days` from the end of what it bills
with
issued as (
    select *, coalesce(sent_at, $moment) as issued_at
    from fact.invoice
    where drafted_at is not null and amount > 0
),

receipt as (
    select said.thing_no as line_no, said.ts, said.value = 'true' as there
    from fact.said as said
    join fact.thing as thing using (thing_no)
    where thing.type = 'expense_line' and said.name = 'receipt'
),

lacking as (
    select issued.thing_no as invoice_no, line.expense_line_no, arg_max(receipt.there, receipt.ts) as there
    from issued
    join fact.invoice_line as line on line.invoice_no = issued.thing_no
    join receipt on receipt.line_no = line.expense_line_no and receipt.ts <= issued.issued_at
    group by all
),

no_receipt as (
    select lacking.invoice_no, count(*) as receipts_missing, list(thing.object_id order by thing.object_id) as without_receipt
    from lacking
    join fact.thing as thing on thing.thing_no = lacking.expense_line_no
    where not lacking.there
    group by lacking.invoice_no
),

lined as (
    select
        invoice_no, sum(amount) filter (where is_passed_on) as passed_on, sum(amount) filter (where not is_passed_on) as work,
        sum(amount) as lines
    from fact.invoice_line where invoice_no is not null group by invoice_no
),

billed as (
    select distinct line.invoice_no, line.billing_event_no
    from fact.invoice_line as line where line.billing_event_no is not null and line.invoice_no is not null
),

period as (
    select billed.invoice_no, max(coalesce(event.period_end, event.billable_at::date)) as ended_on
    from billed
    join fact.billing_event as event on event.thing_no = billed.billing_event_no
    group by billed.invoice_no
),

card as (select distinct contract_no, rate from fact.rate where kind = 'contract' and contract_no is not null),

hours as (
    select
        billed.invoice_no, part.billable_minutes::double as minutes,
        project.contract_no in (select contract_no from card)
        and (project.contract_no, rate.rate) not in (select (contract_no, rate) from card) as is_off
    from billed
    join fact.timecard as part on part.billing_event_no = billed.billing_event_no
    join fact.timecard_rate as rate using (card_no)
    join fact.project as project on project.thing_no = part.project_no
),

off as (
    select invoice_no, coalesce(sum(minutes) filter (where is_off), 0) / nullif(sum(minutes), 0) as off_card from hours group by invoice_no
),

-- the project with most of it gives practice and contract
placed as (
    select share.invoice_no, arg_max(share.project_no, {'amount': coalesce(share.amount, 0), 'project_no': share.project_no}) as project_no
    from fact.invoice_project as share group by share.invoice_no
),

under as (
    select
        placed.invoice_no, project.project, project.practice, project.contract_no, nullif(contract.cap, 0) as cap,
        (coalesce(contract.requires_po, false) or coalesce(client.requires_po, false)) as wants_order,
        contract.po_number_at
    from placed
    left join fact.project as project on project.thing_no = placed.project_no
    left join fact.contract as contract on contract.thing_no = project.contract_no
    left join fact.client as client on client.thing_no = project.client_no
),

so_far as (
    select
        issued.thing_no as invoice_no,
        sum(lined.work) over (
            partition by under.contract_no order by issued.issued_at, issued.thing_no rows unbounded preceding
        ) as work
    from issued
    join under on under.invoice_no = issued.thing_no
    left join lined on lined.invoice_no = issued.thing_no
),

-- an amendment lifts the cap from its signing on
lifted as (
    select issued.thing_no as invoice_no, sum(amendment.cap) as cap
    from issued
    join under on under.invoice_no = issued.thing_no
    join fact.contract as amendment on amendment.amends_no = under.contract_no and amendment.signed_at <= issued.issued_at
    group by issued.thing_no
),

contested as (
    select invoice_no, min(opened_at) as opened_at, arg_min(reason, opened_at) as reason from fact.dispute group by invoice_no
),

asked as (
    select happened.thing_no as invoice_no, arg_max(person.role, happened.ts) as asked_by_role
    from fact.happened as happened
    join event_object as relation using (event_no)
    join canonical using (object_no)
    join fact.person as person on person.thing_no = canonical.canonical_no
    where happened.event_type = 'invoice_review_asked' and happened.type = 'invoice'
    group by happened.thing_no
)

select
    issued.object_id, coalesce(issued.number, issued.object_id) as number, coalesce(issued.client, 'unknown') as client,
    client.object_id as client_id, issued.entity, entity.object_id as entity_id, under.practice, under.project,
    issued.currency, issued.amount, issued.drafted_at, issued.sent_at, issued.due_on, issued.settled_at, contested.opened_at,
    contested.reason, issued.rejected_at, issued.reviewed_at,
    coalesce(lined.passed_on / nullif(lined.lines, 0), 0) as passed_on,
    coalesce(no_receipt.receipts_missing, 0) as receipts_missing,
    coalesce(off.off_card, 0) as off_card,
    coalesce(under.wants_order and (under.po_number_at is null or under.po_number_at > issued.issued_at), false) as order_missing,
    case when so_far.work > under.cap + coalesce(lifted.cap, 0) then least(so_far.work - under.cap - coalesce(lifted.cap, 0), lined.work) else 0 end::bigint
        as over_cap,
    greatest(date_diff('day', period.ended_on, issued.drafted_at::date), 0) as late_days,
    issued.reissues_no is not null as is_again, coalesce(no_receipt.without_receipt, []) as without_receipt, asked.asked_by_role
from issued
left join fact.thing as client on client.thing_no = issued.client_no
left join fact.entity as entity on entity.entity = issued.entity
left join no_receipt on no_receipt.invoice_no = issued.thing_no
left join lined on lined.invoice_no = issued.thing_no
left join period on period.invoice_no = issued.thing_no
left join off on off.invoice_no = issued.thing_no
left join under on under.invoice_no = issued.thing_no
left join so_far on so_far.invoice_no = issued.thing_no
left join lifted on lifted.invoice_no = issued.thing_no
left join contested on contested.invoice_no = issued.thing_no
left join asked on asked.invoice_no = issued.thing_no
order by issued.drafted_at, issued.object_id

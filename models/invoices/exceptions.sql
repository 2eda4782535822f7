-- grain: one row per exception of an invoice by a moment: a draft that the review sent back, until it is reviewed anew or sent; a dispute, until resolved
-- of a draft sent back several times each time is one; `asked_by_role` is who asks for the review, money in hundredths
with
answer as (
    select
        thing_no, decided_at, approved, asked_at,
        lead(decided_at) over (partition by thing_no order by decided_at, round) as next_at
    from fact.approval
    where type = 'invoice' and kind = 'invoice_review' and decided_at is not null
)

select
    'sent_back' as kind, 'invoice' as type, invoice.object_id, invoice.object_id as invoice_id, null as reason, answer.decided_at as since,
    coalesce(answer.next_at, case when invoice.sent_at > answer.decided_at then invoice.sent_at end) as ended_at, invoice.amount, null as resolution
from answer
join fact.invoice as invoice on invoice.thing_no = answer.thing_no
where not answer.approved
union all by name
select
    'dispute' as kind, 'dispute' as type, dispute.object_id, invoice.object_id as invoice_id, dispute.reason, dispute.opened_at as since,
    dispute.resolved_at as ended_at, coalesce(dispute.amount, invoice.amount) as amount, dispute.resolution
from fact.dispute as dispute
join fact.invoice as invoice on invoice.thing_no = dispute.invoice_no
where dispute.opened_at is not null
order by since, object_id

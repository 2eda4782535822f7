-- grain: one row per invoice to a client, with its steps, what is credited and what is disputed of it until now
-- `is_right` is an invoice that nobody rejected, adjusted after its first review, credited or issued again
-- needs: thing, said, related, happened, entity, credit_memo, dispute
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'number') as number,
        any_value(value) filter (where name = 'client') as client,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'tax')::bigint as tax,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(try_cast(value as date)) filter (where name = 'due_on') as due_on,
        any_value(value) filter (where name = 'status') as status,
        any_value(value) filter (where name = 'po_number') as po_number
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'invoice')
    group by thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where qualifier = 'to' and to_type = 'client') as client_no,
        min(to_no) filter (where qualifier = 'for' and to_type = 'project') as project_no,
        min(to_no) filter (where qualifier = 'reissues' and to_type = 'invoice') as reissues_no
    from fact.related where from_type = 'invoice' group by from_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'invoice_drafted') as drafted_at,
        min(ts) filter (where event_type = 'invoice_review_asked') as review_asked_at,
        max(ts) filter (where event_type = 'invoice_reviewed') as reviewed_at,
        min(ts) filter (where event_type in ('invoice_reviewed', 'invoice_rejected')) as first_reviewed_at,
        min(ts) filter (where event_type = 'invoice_rejected') as rejected_at,
        max(ts) filter (where event_type = 'invoice_adjusted') as adjusted_at,
        min(ts) filter (where event_type = 'invoice_sent') as sent_at,
        max(ts) filter (where event_type = 'invoice_reminded') as reminded_at,
        min(ts) filter (where event_type = 'invoice_settled') as settled_at
    from fact.happened
    where type = 'invoice' and event_type in (
        'invoice_drafted', 'invoice_review_asked', 'invoice_reviewed', 'invoice_rejected', 'invoice_adjusted', 'invoice_sent',
        'invoice_reminded', 'invoice_settled'
    )
    group by thing_no
),

credited as (
    select invoice_no as thing_no, sum(amount)::bigint as credited, count(*) as credit_memos from fact.credit_memo group by invoice_no
),

disputed as (
    select invoice_no as thing_no, sum(amount)::bigint as disputed, count(*) as disputes from fact.dispute group by invoice_no
),

again as (select distinct reissues_no as thing_no from link where reissues_no is not null)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no), entity.region, link.* exclude (thing_no), step.* exclude (thing_no),
    coalesce(credited.credited, 0) as credited, coalesce(disputed.disputed, 0) as disputed,
    coalesce(disputed.disputes, 0) > 0 as is_disputed, again.thing_no is not null as is_reissued,
    step.rejected_at is null and coalesce(step.adjusted_at < step.first_reviewed_at, true)
    and credited.thing_no is null and again.thing_no is null as is_right
from fact.thing as thing
left join known using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
left join credited using (thing_no)
left join disputed using (thing_no)
left join again using (thing_no)
left join fact.entity as entity on entity.entity = known.entity
where thing.type = 'invoice'

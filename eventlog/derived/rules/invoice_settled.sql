-- grain: one row per invoice that its payments and credits cover, of a log in which no system says when an invoice is settled
-- event: invoice_settled
-- of: invoice
-- uses: the payments received and credit memos issued up to then, the invoice's record
with
owed as (
    select
        thing_no,
        sum(try_cast(value as double)) as amount
    from fact where type = 'invoice' and name in ('amount', 'tax') group by thing_no
),

paid as (
    select link.to_no as thing_no, happened.ts, happened.event_no, try_cast(fact.value as double) as amount
    from link
    join fact on fact.thing_no = link.from_no and fact.name = 'amount'
    join happened on happened.thing_no = link.from_no
        and happened.event_type in ('payment_received', 'credit_memo_issued') and happened.type = link.from_type
    where link.to_type = 'invoice' and link.from_type in ('payment', 'credit_memo')
        and link.qualifier in ('settles', 'corrects')
        -- what settles several invoices cannot be split among them
        and (select count(*) from link as also where also.from_no = link.from_no and also.qualifier = link.qualifier) = 1
),

running as (
    select
        thing_no, ts, sum(amount) over in_time as covered, list(event_no) over in_time as events
    from paid
    window in_time as (partition by thing_no order by ts, event_no rows unbounded preceding)
)

select
    running.thing_no, min(running.ts) as ts, arg_min(running.events, running.ts) as events, [running.thing_no] as objects
from running
join owed using (thing_no)
where running.covered >= owed.amount - 0.005 and owed.amount > 0
    and not exists (select 1 from asked where question = 'recorded' and answer = 'invoice_settled')
group by running.thing_no

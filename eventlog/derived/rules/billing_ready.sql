-- grain: one row per billing event that can be invoiced: when the last precondition came true
-- event: billing_ready
-- of: billing_event
-- uses: time and expense complete; the client's acceptance where the contract asks for it; supplier invoices passed on; the contract
-- after: time_and_expense_complete
-- a log that knows no contracts asks nothing of them; in one that does, a project without a contract is not ready
with
complete as (
    select thing_no, min(ts) as ts, arg_min(event_no, ts) as event_no
    from happened where event_type = 'time_and_expense_complete' and type = 'billing_event' group by thing_no
),

agreed as (
    select event_project.from_no as thing_no, min(under.to_no) as contract_no
    from link as event_project
    join link as under on under.from_no = event_project.to_no and under.to_type = 'contract' and under.qualifier = 'under'
    where event_project.from_type = 'billing_event' and event_project.to_type = 'project' and event_project.qualifier = 'of'
    group by event_project.from_no
),

terms as (
    select
        thing_no as contract_no,
        coalesce(bool_or(value = 'true') filter (where name = 'requires_acceptance'), false) as asks_acceptance,
        any_value(try_cast(value as timestamp)) filter (where name = 'terms_complete_at') as told_at,
        count(distinct name) filter (where name in ('payment_terms_days', 'tax_code', 'service_code')) = 3
        and (
            count(*) filter (where name = 'po_number') > 0
            or not coalesce(bool_or(value = 'true') filter (where name = 'requires_po'), false)
        ) as are_there
    from fact where type = 'contract' group by thing_no
),

-- when the last of the terms came in, where a history tells; a rate card is one of them where contracts have any
told as (
    select thing.thing_no as contract_no, max(first_ts) as ts, bool_or(name = 'rate_card') as has_rate_card
    from (
        select object_no, name, min(ts) as first_ts
        from object_attribute
        where name in ('payment_terms_days', 'tax_code', 'service_code', 'po_number', 'rate_card') and value is not null
        group by object_no, name
    )
    join thing using (object_no)
    where thing.type = 'contract'
    group by thing.thing_no
),

accepted as (
    select milestone.from_no as thing_no, max(happened.ts) as ts, arg_max(happened.event_no, happened.ts) as event_no
    from link as milestone
    join happened on happened.thing_no = milestone.to_no and happened.event_type = 'milestone_accepted'
    where milestone.from_type = 'billing_event' and milestone.to_type = 'milestone'
    group by milestone.from_no
),

passed_on as (
    select
        link.from_no as thing_no,
        count(*) = count(matched.ts) as all_matched,
        max(matched.ts) as ts,
        list(matched.event_no order by matched.event_no) filter (where matched.event_no is not null) as events
    from link
    left join (
        select thing_no, max(ts) as ts, arg_max(event_no, ts) as event_no
        from happened where event_type = 'vendor_invoice_matched' and type = 'vendor_invoice' group by thing_no
    ) as matched on matched.thing_no = link.to_no
    where link.from_type = 'billing_event' and link.to_type = 'vendor_invoice' and link.qualifier = 'passes_on'
    group by link.from_no
),

milestone_of as (
    select distinct from_no as thing_no from link where from_type = 'billing_event' and to_type = 'milestone'
),

weighed as (
    select
        complete.thing_no, complete.ts as complete_at, complete.event_no, agreed.contract_no,
        coalesce(terms.asks_acceptance, false) and milestone_of.thing_no is not null as asks_acceptance,
        accepted.ts as accepted_at, accepted.event_no as accepted_no,
        coalesce(passed_on.all_matched, true) as all_matched, passed_on.ts as matched_at, passed_on.events as matched,
        case
            when not exists (select 1 from asked where question = 'is there' and answer = 'contract') then complete.ts
            when terms.told_at is not null then terms.told_at
            when terms.are_there and (told.has_rate_card or not exists (select 1 from asked where question = 'of contracts' and answer = 'rate_card'))
                then coalesce(told.ts, complete.ts)
        end as terms_at
    from complete
    left join agreed using (thing_no)
    left join terms using (contract_no)
    left join told using (contract_no)
    left join accepted on accepted.thing_no = complete.thing_no
    left join passed_on on passed_on.thing_no = complete.thing_no
    left join milestone_of on milestone_of.thing_no = complete.thing_no
),

ready as (
    select
        thing_no,
        greatest(complete_at, terms_at, case when asks_acceptance then accepted_at end, matched_at) as ts,
        list_concat([event_no], list_concat(
            case when asks_acceptance and accepted_no is not null then [accepted_no] else []::bigint[] end, coalesce(matched, []::bigint[])
        )) as events,
        case when contract_no is null then []::bigint[] else [contract_no] end as objects
    from weighed
    where terms_at is not null and all_matched and (not asks_acceptance or accepted_at is not null)
),

given_up as (
    select thing_no, try_cast(value as timestamp) as ts from fact where type = 'billing_event' and name = 'cancelled_at'
)

select ready.*
from ready
left join given_up using (thing_no)
where given_up.thing_no is null or ready.ts < given_up.ts

-- grain: one row per contract, with when it was signed, when its terms were all on file, and its first project
-- a contract's terms are on file when a system says so; else when the last of those came in that contracts have, and the client's order number
-- where it asks for one. `lacks` names those that are not there;
-- `other_terms_at` is when all but the order number were
-- needs: thing, said, related, happened, entity, project
with
told as (
    select said.* from fact.said as said join fact.thing as thing using (thing_no) where thing.type = 'contract' and said.ts <= (select as_of from fact.span)
),

known as (
    select
        thing_no,
        any_value(value) filter (where name = 'name') as contract,
        any_value(value) filter (where name = 'client') as client,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(value) filter (where name = 'owner') as owner,
        any_value(value) filter (where name = 'status') as status,
        any_value(value) filter (where name = 'billing_type') as billing_type,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'amount')::bigint as amount,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'cap')::bigint as cap,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(try_cast(value as integer)) filter (where name = 'payment_terms_days') as payment_terms_days,
        any_value(value) filter (where name = 'po_number') as po_number,
        any_value(value) filter (where name = 'tax_code') as tax_code,
        any_value(value) filter (where name = 'service_code') as service_code,
        any_value(value) filter (where name = 'rate_card') as rate_card,
        coalesce(bool_or(value = 'true') filter (where name = 'requires_po'), false) as requires_po,
        coalesce(bool_or(value = 'true') filter (where name = 'requires_acceptance'), false) as requires_acceptance,
        any_value(try_cast(value as timestamp)) filter (where name = 'terms_complete_at') as told_complete_at,
        any_value(try_cast(value as timestamp)) filter (where name = 'cancelled_at') as cancelled_at
    from told where last group by thing_no
),

came as (
    select thing_no, name, min(ts) as came_at
    from told where name in ('payment_terms_days', 'tax_code', 'service_code', 'rate_card', 'po_number') group by thing_no, name
),

-- what no contract ever has, no system tells
asked as (select distinct name from came where name <> 'po_number'),

terms as (
    select
        known.thing_no, max(came.came_at) as came_at, count(came.name) filter (where came.name <> 'po_number') as terms,
        max(came.came_at) filter (where came.name = 'po_number') as po_number_at,
        max(came.came_at) filter (where came.name <> 'po_number') as others_came_at
    from known left join came using (thing_no)
    group by known.thing_no
),

lacking as (
    select known.thing_no, list(wanted.name order by wanted.name) as lacks
    from known
    join (select name from asked union all select 'po_number') as wanted on wanted.name <> 'po_number' or known.requires_po
    anti join came on came.thing_no = known.thing_no and came.name = wanted.name
    group by known.thing_no
),

link as (
    select
        from_no as thing_no,
        min(to_no) filter (where qualifier = 'for' and to_type = 'client') as client_no,
        min(to_no) filter (where qualifier = 'from' and to_type = 'opportunity') as opportunity_no,
        min(to_no) filter (where qualifier = 'amends' and to_type = 'contract') as amends_no
    from fact.related where from_type = 'contract' group by from_no
),

step as (
    select
        thing_no,
        min(ts) filter (where event_type = 'contract_drafted') as drafted_at,
        min(ts) filter (where event_type = 'contract_signed') as signed_at
    from fact.happened where type = 'contract' and event_type in ('contract_drafted', 'contract_signed') group by thing_no
),

begun as (
    select contract_no as thing_no, arg_min(thing_no, object_id) as project_no
    from fact.project where contract_no is not null group by contract_no
)

select
    thing.thing_no, thing.object_id, known.* exclude (thing_no, told_complete_at), entity.region, link.client_no, link.opportunity_no,
    link.amends_no, begun.project_no, coalesce(step.drafted_at, thing.since) as drafted_at, step.signed_at, terms.po_number_at,
    coalesce(lacking.lacks, []) as lacks,
    case
        when known.told_complete_at is not null then known.told_complete_at
        when terms.terms = (select count(*) from asked) and (terms.po_number_at is not null or not known.requires_po)
            then coalesce(terms.came_at, thing.since)
    end as terms_at,
    case when terms.terms = (select count(*) from asked) then coalesce(terms.others_came_at, thing.since) end as other_terms_at
from fact.thing as thing
left join known using (thing_no)
left join terms using (thing_no)
left join lacking using (thing_no)
left join link using (thing_no)
left join step using (thing_no)
left join begun using (thing_no)
left join fact.entity as entity on entity.entity = known.entity
where thing.type = 'contract'

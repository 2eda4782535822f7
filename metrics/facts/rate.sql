-- grain: one row per line of a rate card: what an hour of a grade costs a contract's client, or by the standard of an entity from a day on
-- needs: thing, said, related
with
known as (
    select
        thing_no,
        any_value(value) filter (where name = 'kind') as kind,
        any_value(value) filter (where name = 'entity') as entity,
        any_value(value) filter (where name = 'grade') as grade,
        any_value(round(try_cast(value as double) * 100)) filter (where name = 'rate')::bigint as rate,
        any_value(value) filter (where name = 'currency') as currency,
        any_value(try_cast(value as date)) filter (where name = 'starts_on') as starts_on
    from fact.said
    where last and thing_no in (select thing_no from fact.thing where type = 'rate')
    group by thing_no
),

agreed as (
    select from_no as thing_no, min(to_no) as contract_no
    from fact.related where from_type = 'rate' and to_type = 'contract' and qualifier = 'of' group by from_no
)

select
    thing.thing_no, thing.object_id, coalesce(known.kind, case when agreed.contract_no is null then 'standard' else 'contract' end) as kind,
    known.entity, agreed.contract_no, known.grade, known.rate, known.currency, coalesce(known.starts_on, date '1970-01-01') as starts_on
from fact.thing as thing
join known using (thing_no)
left join agreed using (thing_no)
where thing.type = 'rate' and known.rate is not null and thing.deleted_at is null

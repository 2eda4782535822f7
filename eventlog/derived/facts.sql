-- grain: what is known of the things in `fresh_thing`, added. fact: one row per thing and what is last known of it, its own word before that of
-- its other ids; link: one row per relation of two things; person_sheet: one row per timesheet of a person and the week it is for
-- A thing is an object under its canonical number.
insert into thing select object_no, thing_no, type from fresh_thing;

insert into fact
select
    fresh.thing_no, fresh.type, attribute.name,
    arg_max(attribute.value, {'own': attribute.object_no = fresh.thing_no, 'ts': attribute.ts, 'value': attribute.value}) as value
from object_attribute as attribute
join fresh_thing as fresh using (object_no)
where
    (fresh.type, attribute.name) in (
        ('timesheet', 'week_end'), ('resource', 'entity'), ('resource', 'weekly_hours'), ('resource', 'hired_on'),
        ('resource', 'starts_on'), ('resource', 'left_on'), ('period_close', 'month'), ('period_close', 'entity'),
        ('legal_entity', 'entity'), ('billing_event', 'cancelled_at'), ('contract', 'requires_acceptance'),
        ('contract', 'terms_complete_at'), ('contract', 'requires_po'), ('contract', 'po_number'), ('contract', 'tax_code'),
        ('contract', 'service_code'), ('contract', 'payment_terms_days'), ('vendor_invoice', 'pass_through'),
        ('invoice', 'amount'), ('invoice', 'tax'), ('payment', 'amount'), ('credit_memo', 'amount')
    )
    and attribute.value is not null
group by all;

create or replace temp table fresh_link as
select distinct
    origin.thing_no as from_no, origin.type as from_type, target.thing_no as to_no, target.type as to_type, relation.qualifier
from object_object as relation
join fresh_thing as origin on origin.object_no = relation.from_object_no
join thing as target on target.object_no = relation.to_object_no
where relation.qualifier in ('of', 'gathers', 'under', 'for', 'settles', 'corrects', 'passes_on');

insert into link from fresh_link;

insert into person_sheet
select link.from_no as sheet_no, link.to_no as person_no, try_cast(fact.value as date) as week_end
from fresh_link as link
join fact on fact.thing_no = link.from_no and fact.name = 'week_end'
where link.from_type = 'timesheet' and link.qualifier = 'of';
drop table fresh_link;

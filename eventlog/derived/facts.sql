-- grain: fact: one row per thing and what is last known of it, its own word before that of its other ids; link: one row per relation of two things;
-- person_sheet: one row per timesheet of a person and the week it is for. A thing is an object under its canonical number.
create or replace temp table thing as
select canonical.object_no, canonical.canonical_no as thing_no, object_type.name as type
from canonical
join object on object.object_no = canonical.canonical_no
join object_type on object_type.type_no = object.type_no
where object_type.name in (
    'timesheet', 'resource', 'period_close', 'legal_entity', 'billing_event', 'milestone', 'project', 'contract', 'expense_report',
    'vendor_invoice', 'invoice', 'payment', 'credit_memo'
);

create or replace temp table fact as
select
    thing.thing_no, thing.type, attribute.name,
    arg_max(attribute.value, {'own': attribute.object_no = thing.thing_no, 'ts': attribute.ts, 'value': attribute.value}) as value
from object_attribute as attribute
join thing using (object_no)
where
    (thing.type, attribute.name) in (
        ('timesheet', 'week_end'), ('resource', 'entity'), ('resource', 'weekly_hours'), ('resource', 'hired_on'),
        ('resource', 'starts_on'), ('resource', 'left_on'), ('period_close', 'month'), ('period_close', 'entity'),
        ('legal_entity', 'entity'), ('billing_event', 'cancelled_at'), ('contract', 'requires_acceptance'),
        ('contract', 'terms_complete_at'), ('contract', 'requires_po'), ('contract', 'po_number'), ('contract', 'tax_code'),
        ('contract', 'service_code'), ('contract', 'payment_terms_days'), ('vendor_invoice', 'pass_through'),
        ('invoice', 'amount'), ('invoice', 'tax'), ('payment', 'amount'), ('credit_memo', 'amount')
    )
    and attribute.value is not null
group by all;

create or replace temp table link as
select distinct
    origin.thing_no as from_no, origin.type as from_type, target.thing_no as to_no, target.type as to_type, relation.qualifier
from object_object as relation
join thing as origin on origin.object_no = relation.from_object_no
join thing as target on target.object_no = relation.to_object_no
where relation.qualifier in ('of', 'gathers', 'under', 'for', 'settles', 'corrects', 'passes_on');

create or replace temp table person_sheet as
select link.from_no as sheet_no, link.to_no as person_no, try_cast(fact.value as date) as week_end
from link
join fact on fact.thing_no = link.from_no and fact.name = 'week_end'
where link.from_type = 'timesheet' and link.qualifier = 'of';

-- grain: fresh_thing: one row per object that a rule may look at; subject: one row per thing of which something may follow; the same for weeks and persons
create or replace temp table fresh_thing as
select canonical.object_no, canonical.canonical_no as thing_no, object_type.name as type
from canonical
join object on object.object_no = canonical.canonical_no
join object_type on object_type.type_no = object.type_no
where object_type.name in (
    'timesheet', 'resource', 'period_close', 'legal_entity', 'billing_event', 'milestone', 'project', 'contract', 'expense_report',
    'vendor_invoice', 'invoice', 'payment', 'credit_memo'
) and not (object.run_no is null and object.stream_no is not null);

create or replace temp table subject as
select thing_no from fresh_thing where type in ('billing_event', 'invoice', 'period_close', 'timesheet') and object_no = thing_no;

create or replace temp table subject_week as select week_end from kept_week;

create or replace temp table subject_person as select null::bigint as person_no where false;

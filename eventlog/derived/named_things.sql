-- grain: thing: one row more per object that an event in `seen_event` names beside those already looked at
insert into thing
select named.object_no, canonical.canonical_no, object_type.name
from (
    select distinct object_no from event_object
    where event_no in (select event_no from seen_event) and object_no not in (select object_no from thing)
) as named
join canonical using (object_no)
join object on object.object_no = canonical.canonical_no
join object_type on object_type.type_no = object.type_no
where object_type.name in (
    'timesheet', 'resource', 'period_close', 'legal_entity', 'billing_event', 'milestone', 'project', 'contract', 'expense_report',
    'vendor_invoice', 'invoice', 'payment', 'credit_memo'
);

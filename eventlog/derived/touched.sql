-- grain: touched: one row per object that changed and what of it did (what it took part in, that it is described anew or the same as another, or
-- a relation by its qualifier), with the thing it is now; of an object that is gone the type is not known
create or replace temp table touched as
with
found as (
    select changed.object_no, 'event' as what
    from memory.changed_event as changed
    join event_type using (type_no)
    where event_type.name in (
        'timesheet_approved', 'time_posted', 'expense_finance_approved', 'expense_posted', 'became_billable', 'milestone_accepted',
        'vendor_invoice_matched', 'payment_received', 'credit_memo_issued', 'invoice_settled'
    )
    union
    select from_object_no, qualifier from memory.changed_relation
    union
    select to_object_no, qualifier from memory.changed_relation
    union
    select object_no, 'description' from (select object_no from memory.changed_attribute union from memory.changed_record)
    union
    select object_no, 'identity' from memory.changed_identity
)

select found.object_no, coalesce(identity.canonical_no, found.object_no) as thing_no, found.what, object_type.name as type
from found
left join identity using (object_no)
left join object on object.object_no = coalesce(identity.canonical_no, found.object_no)
left join object_type on object_type.type_no = object.type_no;

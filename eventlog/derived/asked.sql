-- grain: asked: one row per answer to what rules ask of the whole log: which events are ever recorded, whether contracts are known and have a
-- rate card, which sources tell leave. Where an answer changes, everything is derived anew
delete from asked;
insert into asked
select 'recorded', event_type.name
from (select distinct type_no from event where quality <> 'derived')
join event_type using (type_no)
where event_type.name in (
    'timesheet_approved', 'time_posted', 'expense_finance_approved', 'expense_posted', 'became_billable', 'milestone_accepted',
    'vendor_invoice_matched', 'payment_received', 'credit_memo_issued', 'invoice_settled'
);

insert into asked
select distinct
    case attribute.name when 'rate_card' then 'of contracts' else 'tells leave' end,
    case attribute.name when 'rate_card' then 'rate_card' else source.name end
from object_attribute as attribute
join object using (object_no)
join object_type using (type_no)
join source using (source_no)
where attribute.name = 'on_leave' or attribute.name = 'rate_card' and object_type.name = 'contract' and attribute.value is not null;

insert into asked select 'is there', name from object_type where name = 'contract' and type_no in (select type_no from object);

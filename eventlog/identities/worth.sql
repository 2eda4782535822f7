-- grain: conflicts get the amount of the thing they are about, where it has one
create or replace temp table amount as
select object_no, arg_max(value, ts) filter (where name = 'amount') as worth, arg_max(value, ts) filter (where name = 'currency') as currency
from object_attribute
where object_no in (select object_no from conflict) and name in ('amount', 'currency')
group by object_no;

update conflict set worth = try_cast(amount.worth as double), currency = amount.currency
from amount
where amount.object_no = conflict.object_no;

drop table amount;

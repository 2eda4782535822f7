-- grain: one row per thing asked for, with the name people know it by, and the money that waits on it where that is one amount
with
asked as (
    select thing_no, object_id from fact.thing where list_contains($ids::varchar[], object_id)
),

name_of as (
    select thing_no, arg_max(value, (case name when 'name' then 4 when 'number' then 3 when 'code' then 2 else 1 end, ts)) as name
    from fact.said
    where name in ('number', 'code', 'name', 'week_end') and ts <= $moment and thing_no in (select thing_no from asked)
    group by thing_no
),

money_of as (
    select thing_no, any_value(money) as money, any_value(currency) as currency
    from fact.case_money
    group by thing_no
    having count(*) = 1
)

select asked.object_id, name_of.name, money_of.money, money_of.currency
from asked
left join name_of using (thing_no)
left join money_of using (thing_no)
order by asked.object_id

-- grain: one row per currency and day from which it is worth this many ten thousandths of the base currency's unit
-- needs: thing, said
with
code as (select thing_no, any_value(value) as currency from fact.said where name = 'code' and last group by thing_no)

select code.currency, said.ts::date as day, round_even(said.value::double * 10000, 0)::bigint as worth
from fact.thing as thing
join code using (thing_no)
join fact.said as said using (thing_no)
where thing.type = 'currency' and said.name = 'rate'
qualify row_number() over (partition by code.currency, said.ts::date order by said.own desc, said.ts desc) = 1

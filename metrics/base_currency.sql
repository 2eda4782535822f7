-- grain: one row: the currency in which most rates of exchange are told; none where there are no rates
select said.value as currency
from fact.thing as thing
join fact.said as said on said.thing_no = thing.thing_no and said.name = 'base' and said.last
where thing.type = 'currency'
group by said.value
order by count(*) desc, said.value
limit 1

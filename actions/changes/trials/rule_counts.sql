-- grain: one row per {key} with the things found by each definition, how many come and go, and their money; of what meets {condition}
select
    {key} as key,
    count(*) filter (definition = 'now') as found_now,
    count(*) filter (definition = 'then') as found_then,
    count(*) filter (definition = 'then' and alone) as come,
    count(*) filter (definition = 'now' and alone) as go,
    sum(money) filter (definition = 'now') as money_now,
    sum(money) filter (definition = 'then') as money_then
from tried_thing
where {condition}
group by key
order by key

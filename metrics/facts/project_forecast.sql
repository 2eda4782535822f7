-- grain: one row per project and moment at which its end was forecast: revenue and cost then expected, and those to date
-- needs: said, thing
select
    said.thing_no as project_no, said.ts as taken_at,
    any_value(round(try_cast(said.value as double) * 100)) filter (where said.name = 'forecast_revenue')::bigint as revenue,
    any_value(round(try_cast(said.value as double) * 100)) filter (where said.name = 'forecast_cost')::bigint as cost,
    any_value(round(try_cast(said.value as double) * 100)) filter (where said.name = 'revenue_to_date')::bigint as revenue_to_date,
    any_value(round(try_cast(said.value as double) * 100)) filter (where said.name = 'cost_to_date')::bigint as cost_to_date
from fact.said as said
join fact.thing as thing using (thing_no)
where
    thing.type = 'project' and said.name in ('forecast_revenue', 'forecast_cost', 'revenue_to_date', 'cost_to_date')
    and said.ts <= (select as_of from fact.span)
group by said.thing_no, said.ts
having revenue is not null

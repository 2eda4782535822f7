-- grain: one row per bucket of time and slices of the chosen shares: how many things, and the sums of their parts
select {keys}, {things}, count(*) filter (worth is null) as without_rate, {sums} from ({chosen}) group by all order by all

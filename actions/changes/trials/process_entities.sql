-- grain: one row per legal entity ({entity}; empty: not known) of a process's cases, with how many there are
select coalesce({entity}::varchar, '') as entity, count(*) as cases
from "case"
join case_slice using (case_no)
group by all
order by entity

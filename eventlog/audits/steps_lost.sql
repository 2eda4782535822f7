-- grain: one row per case whose number of steps is not its own count
select kase.case_no, kase.n
from {process}."case" as kase
left join (select case_no, count(*) as n from {process}.step group by case_no) as counted using (case_no)
where counted.n is distinct from kase.n
limit 5

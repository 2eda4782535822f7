-- grain: one row per activity of a process, with how often it is a step, and in how many cases
select activity.name, count(*) as steps, count(distinct step.case_no) as cases
from step
join activity using (activity_no)
group by activity.name
order by activity.name

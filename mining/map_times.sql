-- grain: one row per move between activities ({width} * from + to): how often, and mean, quantiles and total of its waits in microseconds
select
    activity_no::integer * {width} + next_activity_no as move,
    {figures}
from chosen_step
where next_activity_no is not null
group by move

-- grain: chosen_case, chosen_step: the rows of the chosen cases; chosen_variant: one row per variant that they show, with their counts
create or replace temp view chosen_case as select * from {process}."case" where {chosen};

create or replace temp view chosen_step as select * from {process}.step where {chosen};

create or replace temp table chosen_count as
select variant_no, count(*)::integer as cases, sum(n)::bigint as events
from picked_case
group by variant_no;

create or replace temp view chosen_variant as
select whole.variant_no, whole.activities, whole.length, chosen.cases, chosen.events
from {process}.variant as whole
join chosen_count as chosen using (variant_no);

create or replace temp view chosen_edge as
select * from {process}.variant_edge where variant_no in (select variant_no from chosen_count);

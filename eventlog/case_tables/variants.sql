-- grain: variant: one row per distinct sequence of activities; variant_edge: one row per variant and move; "case": one row per case
-- a variant's sequence is read once from its first case; equally frequent ones stand in an order that no numbering of cases changes
create or replace temp table variant_code as
select
    code, n,
    count(*)::integer as cases,
    min(case_no) as first_case_no,
    (row_number() over (order by count(*) desc, n, code) - 1)::integer as variant_no
from case_variant group by code, n;

create table {process}.variant as
select
    variant_code.variant_no,
    list(step.activity_no order by step.seq) as activities,
    any_value(variant_code.n)::integer as length,
    any_value(variant_code.cases)::integer as cases,
    any_value(variant_code.cases)::bigint * any_value(variant_code.n) as events,
    any_value(variant_code.code) as code
from {process}.step as step
join variant_code on variant_code.first_case_no = step.case_no
group by variant_code.variant_no
order by variant_code.variant_no;

create table {process}.variant_edge as
select variant_code.variant_no, step.activity_no as from_no, step.next_activity_no as to_no, count(*)::integer as times
from {process}.step as step
join variant_code on variant_code.first_case_no = step.case_no
where step.next_activity_no is not null
group by all
order by all;

create table {process}."case" as
select
    extent.case_no, extent.object_no, extent.object_id, variant_code.variant_no,
    extent.start_us, extent.end_us, extent.end_us - extent.start_us as duration_us,
    business.business_us,
    extent.n
from case_extent as extent
join case_variant using (case_no)
join variant_code on variant_code.code = case_variant.code and variant_code.n = case_variant.n
left join case_business as business using (case_no)
order by extent.case_no;

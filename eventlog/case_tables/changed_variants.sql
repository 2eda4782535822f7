-- grain: variant, variant_edge and "case" as they are with the cases in `case_variant` come and those in `leaving_case` gone
create or replace temp table variant_next as
with
change as (
    select code, n, sum(cases) as cases, min(case_no) as first_case_no
    from (
        select variant.code, variant.length as n, -1 as cases, null as case_no
        from leaving_case
        join {process}.variant as variant using (variant_no)
        union all
        select code, n, 1, case_no from case_variant
    )
    group by code, n
),
counted as (
    select
        coalesce(variant.code, change.code) as code,
        coalesce(variant.length, change.n) as n,
        variant.variant_no as old_no,
        variant.activities,
        (coalesce(variant.cases, 0) + coalesce(change.cases, 0))::integer as cases,
        change.first_case_no
    from {process}.variant as variant
    full join change on change.code = variant.code and change.n = variant.length
)
select *, (row_number() over (order by cases desc, n, code) - 1)::integer as variant_no
from counted
where cases > 0;

create or replace temp table variant_new as
select step.case_no, step.seq, step.activity_no, step.next_activity_no, next.variant_no
from {process}.step as step
join variant_next as next on next.first_case_no = step.case_no
where next.old_no is null;

create or replace temp table edge_next as
select next.variant_no, edge.from_no, edge.to_no, edge.times
from {process}.variant_edge as edge
join variant_next as next on next.old_no = edge.variant_no
union all
select variant_no, activity_no, next_activity_no, count(*)::integer
from variant_new
where next_activity_no is not null
group by all;

create or replace table {process}.variant_edge as select * from edge_next order by all;

create or replace table {process}.variant as
with
written as (
    select variant_no, list(activity_no order by seq) as activities from variant_new group by variant_no
)
select
    next.variant_no,
    coalesce(next.activities, written.activities) as activities,
    next.n as length,
    next.cases,
    next.cases::bigint * next.n as events,
    next.code
from variant_next as next
left join written using (variant_no)
order by next.variant_no;

-- most variants keep their number, and with it most cases their row
update {process}."case" set variant_no = next.variant_no
from variant_next as next
where next.old_no = "case".variant_no and next.variant_no <> next.old_no;

insert into {process}."case"
select
    extent.case_no, extent.object_no, extent.object_id, next.variant_no,
    extent.start_us, extent.end_us, extent.end_us - extent.start_us, business.business_us, extent.n
from case_extent as extent
join case_variant using (case_no)
join variant_next as next on next.code = case_variant.code and next.n = case_variant.n
left join case_business as business using (case_no)
order by extent.case_no;

drop table edge_next;
drop table variant_new;
drop table variant_next;

-- grain: the case tables of a process, one row per visible case, step, variant, move, activity or attribute
create schema {process};

create or replace temp table seen_case as
select kase.case_no, kase.variant_no as whole_no
from {whole}."case" as kase
where kase.case_no in (select case_no from {whole}.case_slice where {visible});

create or replace temp table seen_variant as
select
    whole_no,
    count(*)::integer as cases,
    (row_number() over (order by count(*) desc, whole_no) - 1)::integer as variant_no
from seen_case
group by whole_no;

create or replace temp table seen_activity as
with
used as (
    select distinct unnest(activities)::integer as whole_no
    from {whole}.variant
    where variant_no in (select whole_no from seen_variant)
)

select
    activity.activity_no::integer as whole_no,
    activity.name,
    (row_number() over (order by activity.activity_no) - 1)::integer as activity_no,
    (row_number() over (order by activity.place, activity.activity_no) - 1)::integer as place
from {whole}.activity
where activity.activity_no in (select whole_no from used);

create table {process}.variant as
with
numbers as (
    select list(seen.activity_no order by known.activity_no) as numbers
    from {whole}.activity as known
    left join seen_activity as seen on seen.whole_no = known.activity_no
)

select
    seen.variant_no,
    list_transform(variant.activities::integer[], lambda a: numbers.numbers[a + 1]) as activities,
    variant.length,
    seen.cases,
    seen.cases::bigint * variant.length as events,
    variant.code
from {whole}.variant
join seen_variant as seen on seen.whole_no = variant.variant_no
cross join numbers
order by seen.variant_no;

create table {process}.variant_edge as
select seen.variant_no, source.activity_no as from_no, target.activity_no as to_no, edge.times
from {whole}.variant_edge as edge
join seen_variant as seen on seen.whole_no = edge.variant_no
join seen_activity as source on source.whole_no = edge.from_no
join seen_activity as target on target.whole_no = edge.to_no
order by all;

create table {process}.activity as
with
placed as (select variant_no, cases, unnest(activities) as activity_no from {process}.variant),

per_variant as (
    select activity_no, variant_no, any_value(cases) as cases, count(*) as times from placed group by activity_no, variant_no
),

counted as (
    select activity_no, sum(cases * times)::bigint as events, sum(cases)::bigint as cases from per_variant group by activity_no
)

select seen.activity_no, seen.name, counted.events, counted.cases, seen.place
from seen_activity as seen
join counted using (activity_no)
order by seen.activity_no;

create table {process}.step as
select step.* replace (mine.activity_no as activity_no, following.activity_no as next_activity_no)
from {whole}.step
join seen_case using (case_no)
join seen_activity as mine on mine.whole_no = step.activity_no
left join seen_activity as following on following.whole_no = step.next_activity_no
order by step.case_no, step.seq;

create table {process}."case" as
select {case}
from {whole}."case" as kase
join seen_case using (case_no)
join seen_variant as seen on seen.whole_no = seen_case.whole_no
order by kase.case_no;

create table {process}.case_slice as
select {slices}
from {whole}.case_slice as kase
where case_no in (select case_no from seen_case)
order by case_no;

create table {process}.slice as select * from {whole}.slice;

create table {process}.process as
select
    * replace (
        (
            select count(*) from (
                select ts + coalesce(busy_us, 0) > lead(ts) over () and lead(case_no) over () = case_no as overlap
                from {process}.step
            )
            where overlap
        ) as overlapping,
        (select count(*) / count(distinct event_no) from {process}.step)::double as duplication
    )
from {whole}.process;

drop table seen_case;
drop table seen_variant;
drop table seen_activity;

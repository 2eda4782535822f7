-- grain: the case tables again, one row per case, step, variant or move, for the steps of the chosen cases inside the window
create or replace temp table cut_extent as
select case_no, min(seq) as first_seq, max(seq) as last_seq
from {process}.step
where {chosen} and ts >= {first} and ts < {end}
group by case_no;

create or replace temp table cut_step as
select
    step.case_no,
    step.seq - extent.first_seq as seq,
    step.activity_no,
    case when step.seq < extent.last_seq then step.next_activity_no end as next_activity_no,
    step.ts,
    case when step.seq < extent.last_seq then step.wait_us end as wait_us,
    case when step.seq < extent.last_seq then step.business_wait_us end as business_wait_us,
    step.busy_us, step.resource_no, step.source_no, step.event_no
from {process}.step as step
join cut_extent as extent using (case_no)
where step.seq between extent.first_seq and extent.last_seq
order by step.case_no, step.seq;

create or replace temp table cut_sequence as
select
    case_no,
    bit_xor(hash(seq::bigint * {activities} + activity_no)) as code,
    count(*)::integer as n,
    min(ts) as start_us,
    max(ts + coalesce(busy_us, 0)) as end_us,
    sum(business_wait_us)::bigint as business_us
from cut_step
group by case_no;

create or replace temp table cut_code as
select
    code, n,
    count(*)::integer as cases,
    min(case_no) as first_case_no,
    (row_number() over (order by count(*) desc, min(case_no)) - 1)::integer as variant_no
from cut_sequence
group by code, n;

create or replace temp table cut_variant as
select
    code.variant_no,
    list(step.activity_no order by step.seq) as activities,
    any_value(code.n) as length,
    any_value(code.cases) as cases,
    any_value(code.cases)::bigint * any_value(code.n) as events
from cut_step as step
join cut_code as code on code.first_case_no = step.case_no
group by code.variant_no;

create or replace temp table cut_edge as
select code.variant_no, step.activity_no as from_no, step.next_activity_no as to_no, count(*)::integer as times
from cut_step as step
join cut_code as code on code.first_case_no = step.case_no
where step.next_activity_no is not null
group by all;

create or replace temp view chosen_case as
select
    sequence.case_no, whole.object_no, whole.object_id, code.variant_no, sequence.start_us, sequence.end_us,
    sequence.end_us - sequence.start_us as duration_us, sequence.business_us, sequence.n
from cut_sequence as sequence
join cut_code as code on code.code = sequence.code and code.n = sequence.n
join {process}."case" as whole on whole.case_no = sequence.case_no;

create or replace temp view chosen_step as select * from cut_step;

create or replace temp view chosen_variant as select * from cut_variant;

create or replace temp view chosen_edge as select * from cut_edge;

create or replace temp view selection as select case_no from cut_extent;

-- grain: one row per activity of the process
create table {process}.activity as
with
counted as (
    select event_label.label_no, count(*) as events, count(distinct member.object_no) as cases
    from member
    join event_label using (type_no)
    group by event_label.label_no
)
select
    (row_number() over (order by event_label.label) - 1)::{activity_width} as activity_no,
    event_label.label as name,
    counted.events,
    counted.cases,
    0::integer as place
from counted
join event_label on event_label.type_no = counted.label_no;

-- grain: one row per person and week with capacity of which no timesheet is in the log
-- object: timesheet
-- uses: the person's record
select
    'tracework:' || person.object_id || '/' || week.week_end as object_id,
    week.due_at as since,
    week.person_no as other_no,
    'of' as qualifier,
    map {'week_end': week.week_end::varchar, 'expected': 'true'} as attributes
from person_week as week
join object as person on person.object_no = week.person_no
where
    week.leave_is_known
    and week.due_at <= (select as_of from horizon)
    and not exists (
        select 1 from person_sheet as sheet where sheet.person_no = week.person_no and sheet.week_end = week.week_end
    )

-- grain: one row per timesheet, written or expected, of a week in which its person has capacity
-- event: timesheet_due
-- of: timesheet
-- uses: the timesheet's record where there is one, the person's
-- after: expected_timesheet
select
    sheet.sheet_no as thing_no,
    min(week.due_at) as ts,
    []::bigint[] as events,
    -- sheets of two weeks or people that somebody decided to be one are due once, first of all
    [sheet.sheet_no, arg_min(week.person_no, (week.due_at, week.person_no))] as objects
from person_week as week
join person_sheet as sheet using (person_no, week_end)
where week.due_at <= (select as_of from horizon)
group by sheet.sheet_no

-- grain: one row per timesheet, written or expected, of a week in which its person has capacity
-- event: timesheet_due
-- of: timesheet
-- uses: the timesheet's record where there is one, the person's
-- after: expected_timesheet
select
    sheet.from_no as thing_no,
    week.due_at as ts,
    []::bigint[] as events,
    [sheet.from_no, week.person_no] as objects
from person_week as week
join link as sheet on sheet.to_no = week.person_no and sheet.from_type = 'timesheet' and sheet.qualifier = 'of'
join fact on fact.thing_no = sheet.from_no and fact.name = 'week_end' and try_cast(fact.value as date) = week.week_end
where week.due_at <= (select as_of from horizon)

-- grain: one row per expected timesheet that was not submitted in time
-- title = "Week submitted late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Line manager"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "time_capture"
-- waits = "service_level"
select sheet.object_id, sheet.due_at as starts_at, sheet.submitted_at as ends_at, person.entity, person.practice
from fact.timesheet as sheet
join fact.person as person on person.thing_no = sheet.person_no
where sheet.expected

-- grain: one row per timesheet that was not wholly approved in time
-- title = "Timesheet approved late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Project manager"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "time_capture"
-- waits = "service_level"
with
decided as (
    select sheet_no as thing_no, case when count(*) = count(approved_at) then max(approved_at) end as approved_at
    from fact.timecard group by sheet_no
)

select sheet.object_id, sheet.submitted_at as starts_at, decided.approved_at as ends_at, person.entity, person.practice
from fact.timesheet as sheet
join fact.person as person on person.thing_no = sheet.person_no
left join decided on decided.thing_no = sheet.thing_no
where sheet.expected and sheet.submitted_at is not null

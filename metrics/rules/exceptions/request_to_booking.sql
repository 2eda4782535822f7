-- grain: one row per request for somebody that was not fully booked in time
-- title = "Request booked late"
-- kind = "breach"
-- severity = "medium"
-- owner = "Resource manager"
-- source = "The firm's service levels, [metrics.service_levels]"
-- process = "staffing"
-- waits = "service_level"
select request.object_id, request.requested_at as starts_at, booked.booked_at as ends_at, request.project_no
from fact.resource_request as request
left join fact.request_booked as booked on booked.request_no = request.thing_no
where request.withdrawn_at is null

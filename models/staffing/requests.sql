-- grain: one row per request for a role: where and when it was asked, when it was withdrawn, and each booking for it with who was booked
-- weeks by their Monday; minutes of the whole; a booking's role and entity are those of its person
select
    request.object_id as id, request.role, project.entity, request.minutes, request.requested_at as asked_at, request.withdrawn_at,
    date_trunc('week', coalesce(request.wanted_on, request.requested_at))::date as first_week,
    date_trunc('week', coalesce(project.ends_on, request.wanted_on, request.requested_at))::date as last_week,
    project.cancelled_at, contract.opportunity_no, request.grade, request.skill, project.project, project.practice, project.client,
    project.currency,
    coalesce(list(
        {'minutes': booking.minutes, 'at': booking.booked_at, 'withdrawn_at': booking.withdrawn_at,
         'own': person.role = request.role and person.entity = project.entity, 'who': person.object_id}
        order by booking.booked_at, booking.object_id
    ) filter (where booking.minutes > 0), []) as bookings
from fact.resource_request as request
join fact.project as project on project.thing_no = request.project_no
left join fact.contract as contract on contract.thing_no = project.contract_no
left join fact.assignment as booking on booking.request_no = request.thing_no
left join fact.person as person on person.thing_no = booking.person_no
where request.role is not null and project.entity is not null and request.minutes > 0
group by all
order by request.object_id

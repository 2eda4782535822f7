-- grain: one row per request for somebody whose bookings, withdrawn ones left out, came to the work it asks for, with when they did
-- needs: resource_request, assignment
with
grown as (
    select
        booking.request_no, booking.booked_at,
        sum(booking.minutes) over (partition by booking.request_no order by booking.booked_at, booking.object_id) as minutes
    from fact.assignment as booking
    where booking.request_no is not null and booking.withdrawn_at is null and booking.minutes is not null
)

select grown.request_no, min(grown.booked_at) as booked_at
from grown
join fact.resource_request as request on request.thing_no = grown.request_no
where grown.minutes >= request.minutes
group by grown.request_no

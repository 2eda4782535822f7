-- grain: one row per thing for which nothing had followed when its hours of work were over, with that moment; goes on from _placed.sql
-- full days end at closing
positioned as (
    select holding.*, calendar.calendar_no, {worked} + (allowed.value * 3600000000)::bigint as up_us
    from holding
    join threshold as allowed on allowed.entity = holding.entity and allowed.name = 'hours'
    join fact.entity_calendar as calendar on calendar.entity = holding.entity
    join fact.calendar_day as calendar_day
        on calendar_day.calendar_no = calendar.calendar_no and calendar_day.day = holding.starts_at::date
    where holding.starts_at is not null
),

-- days without work have the reading of the next that has some
working_day as (select * from fact.calendar_day where b1 - a1 + b2 - a2 + b3 - a3 + b4 - a4 + b5 - a5 + b6 - a6 > 0),

-- the UTC day on which the clock of working time passes that reading
passed as (
    select
        positioned.*, up_us - day.before_us as rest, a1, b1 - a1 as n1, a2, b2 - a2 as n2, a3, b3 - a3 as n3, a4, b4 - a4 as n4,
        a5, b5 - a5 as n5, a6
    from positioned
    asof join working_day as day on day.calendar_no = positioned.calendar_no and day.before_us < positioned.up_us
),

up as (
    select
        passed.*,
        make_timestamp(case
            when rest <= n1 then a1 + rest
            when rest <= n1 + n2 then a2 + rest - n1
            when rest <= n1 + n2 + n3 then a3 + rest - n1 - n2
            when rest <= n1 + n2 + n3 + n4 then a4 + rest - n1 - n2 - n3
            when rest <= n1 + n2 + n3 + n4 + n5 then a5 + rest - n1 - n2 - n3 - n4
            else a6 + rest - n1 - n2 - n3 - n4 - n5
        end) as up_at
    from passed
)

select
    $rule, $kind, object_id, part, up_at, up.ends_at, weight, money, currency, entity, region, practice, service_line, client,
    project, project_manager, billing_type, approver_role
from up, fact.span as span
where up_at <= span.as_of and (up.ends_at is null or up.ends_at > up_at)

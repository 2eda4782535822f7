-- grain: one row per share of {given}, with its local day, its durations where it has a start, and what its currency is worth on that day
with
given as ({given}),

placed as (
    select
        given.* exclude (region, currency, "at", is_open), coalesce(given.region, entity.region) as region,
        coalesce(given.currency, entity.currency) as currency, coalesce(starts_at, "at") as at,
        coalesce(is_open, starts_at is not null and ends_at is null) as is_open, entity.zone, calendar.calendar_no,
        case when list_contains($in_days::varchar[], measure) then calendar.mean_minutes * 60000000 end as day_us,
        epoch_us(starts_at) as started_us, epoch_us(coalesce(ends_at, span.as_of)) as ended_us
    from given
    cross join fact.span as span
    left join fact.entity as entity on entity.entity = given.entity
    left join fact.entity_calendar as calendar on calendar.entity = given.entity
    where coalesce(starts_at, "at") <= span.as_of
),

timed as (
    select
        placed.*, timezone(coalesce(zone, 'UTC'), timezone('UTC', "at"))::date as day,
        case
            when starts_at is null then value
            when placed.calendar_no is not null then ({worked_when_ended} - {worked_when_started}) / coalesce(day_us, 1)
        end as own_value,
        case when starts_at is not null then ended_us - started_us end as elapsed
    from placed
    left join fact.calendar_day as day_started
        on day_started.calendar_no = placed.calendar_no and day_started.day = placed.starts_at::date
    left join fact.calendar_day as day_ended
        on day_ended.calendar_no = placed.calendar_no and day_ended.day = make_timestamp(placed.ended_us)::date
    where starts_at is null or ended_us >= started_us
),

-- a rate for every day until the next one: joining many shares by equality spares sorting them
rate as (
    select currency, unnest(generate_series(day, until, interval 1 day))::date as day, worth
    from (
        select
            rate.currency, rate.day, rate.worth,
            coalesce(lead(rate.day) over (partition by rate.currency order by rate.day) - 1, greatest(rate.day, span.last_day)) as until
        from fact.exchange_rate as rate
        cross join fact.span as span
    )
),

shares as (
    select
        measure, object_id, coalesce(part, '') as part, person, timed.at, timed.day, is_open, own_value::double as value,
        elapsed::double as elapsed, numerator, denominator, weight, timed.currency, rate.worth, entity, region, practice, service_line,
        client, project, project_manager, billing_type, kind, approver_role, rule
    from timed
    left join rate on rate.currency = timed.currency and rate.day = timed.day
    order by measure, timed.day, object_id, part
)

-- the order is kept, so what comes before a row is a look back, not another sort
select
    shares.*,
    (measure, day, object_id, part) is distinct from (lag(measure) over (), lag(day) over (), lag(object_id) over (), lag(part) over ())
        as "first"
from shares

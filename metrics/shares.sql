-- grain: one row per share of {given}, with its local day, its durations where it has a start, what its currency is worth on that day,
-- which thing it is of that day, and the slices whose value an earlier row of that thing has too, a bit for each
with
given as ({given}),

placed as (
    select
        given.* exclude (region, currency, "at", is_open), coalesce(given.region, entity.region) as region,
        coalesce(given.currency, entity.currency) as currency, coalesce(starts_at, "at") as at,
        coalesce(is_open, starts_at is not null and ends_at is null) as is_open, entity.zone, calendar.calendar_no,
        calendar.mean_minutes, span.as_of,
        timezone(coalesce(entity.zone, 'UTC'), timezone('UTC', coalesce(starts_at, "at")))::date as day
    from given
    cross join fact.span as span
    left join fact.entity as entity on entity.entity = given.entity
    left join fact.entity_calendar as calendar on calendar.entity = given.entity
    where coalesce(starts_at, "at") <= span.as_of
),

timed as ({timed}),

priced as ({priced}),

shares as (
    select
        measure, object_id, coalesce(part, '') as part, person, "at", day, is_open, own_value::double as value, elapsed::double as elapsed,
        numerator, denominator, weight, currency, worth, entity, region, practice, service_line, client, project, project_manager,
        billing_type, kind, approver_role, rule
    from priced
    -- what several formulas have in common comes before what only some of them have
    order by measure, day, object_id, part, project nulls last, weight nulls last
),

-- the order is kept, so what comes before a row is a look back, not another sort
marked as (
    select
        shares.*,
        (measure, day, object_id, part) is distinct from (lag(measure) over (), lag(day) over (), lag(object_id) over (), lag(part) over ())
            as "first"
    from shares
),

numbered as (
    select marked.*, (sum("first"::integer) over (rows between unbounded preceding and current row))::integer as thing_no
    from marked
),

-- a thing with its value is one number, so looking back compares no text
hashed as (select numbered.*, {hashes} from numbered)

select hashed.* exclude ({hashed}), ({again})::usmallint as again
from hashed

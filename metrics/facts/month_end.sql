-- grain: one row per entity and month that has ended since time is recorded, with the last microsecond of the month there
-- needs: entity, span
with
month as (
    select unnest(generate_series(date_trunc('month', first_day)::date, as_of::date, interval 1 month))::date as month
    from fact.span
),

ended as (
    select
        entity.entity, month.month,
        timezone('UTC', timezone(coalesce(entity.zone, 'UTC'), (month.month + interval 1 month)::timestamp)) - interval 1 microsecond as at
    from fact.entity as entity
    cross join month
)

select ended.* from ended, fact.span where ended.at <= span.as_of

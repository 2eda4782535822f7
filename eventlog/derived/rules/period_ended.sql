-- grain: one row per month-end close whose month is over on the clock of its entity
-- event: period_ended
-- of: period_close
-- uses: the period's record
with
period as (
    select month.thing_no, try_cast(month.value || '-01' as date) + interval 1 month as next_month, entity.value as entity
    from fact as month
    join fact as entity on entity.thing_no = month.thing_no and entity.name = 'entity'
    where month.type = 'period_close' and month.name = 'month'
),

ended as (
    select period.thing_no, timezone(clock.zone, period.next_month)::timestamp - interval 1 microsecond as ts
    from period
    join entity_clock as clock using (entity)
    where period.next_month is not null
)

select thing_no, ts, []::bigint[] as events, [thing_no] as objects
from ended
where ts <= (select as_of from horizon)

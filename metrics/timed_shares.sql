-- grain: one row per share of `placed` that did not end before it started, with its durations where it has a start
select
    placed.*,
    case
        when starts_at is null then value
        when placed.calendar_no is not null
            then (
                ({worked_when_ended} - {worked_when_started})
                / case when list_contains($in_days::varchar[], measure) then mean_minutes * 60000000 else 1 end
            )
    end as own_value,
    case when starts_at is not null then ended_us - started_us end as elapsed
from (
    select *, epoch_us(starts_at) as started_us, epoch_us(coalesce(ends_at, as_of)) as ended_us from placed
) as placed
left join fact.calendar_day as day_started
    on day_started.calendar_no = placed.calendar_no and day_started.day = placed.starts_at::date
left join fact.calendar_day as day_ended
    on day_ended.calendar_no = placed.calendar_no and day_ended.day = make_timestamp(placed.ended_us)::date
where starts_at is null or ended_us >= started_us

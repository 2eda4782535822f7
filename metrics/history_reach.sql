-- grain: one row: how many of the records that a history is about there are, how many changed, and between which times it tells of that where it is not always
with
told as materialized (
    select {about} as record_id, epoch_us({told_at}) as told_us
    from {history} as r where not coalesce(r._deleted, false) and hash({about}) % $every::ubigint = 0
),

pauses as (select told_us - lag(told_us) over (order by told_us) as pause_us from told where told_us is not null),

span as (
    select count(*) as times, min(told_us) as first_us, max(told_us) as last_us,
        greatest($shortest_us, $longer * (select coalesce(max(pause_us), 0) from pauses)) as silent_us
    from told
),

record as materialized (
    select {record} as record_id, max(epoch_us({changed_at})) as changed_us, min(epoch_us({created_at})) as created_us
    from {records} as r where not coalesce(r._deleted, false) and hash({record}) % $every::ubigint = 0
    group by {record}
),

changed as materialized (
    select record.*, record_id in (select record_id from told) as is_told from record
    where changed_us > created_us + $settling_us
),

-- how often a change is told while the history is kept
usual as (
    select count(*) filter (is_told) / (count(*) + 1.0) as share
    from changed, span where changed_us between first_us and last_us
),

before as (
    select count(*) as records, span.first_us - min(changed_us) as silent_us
    from changed, span where changed_us < span.first_us group by span.first_us
),

after as (
    select count(*) as records, max(changed_us) - span.last_us as silent_us
    from changed, span where created_us > span.last_us group by span.last_us
)

select
    (select count(*) from record) as records,
    (select count(*) from changed) as changed,
    case when before.silent_us > span.silent_us and pow(1 - usual.share, before.records) < $chance then make_timestamp(span.first_us) end as since,
    case when after.silent_us > span.silent_us and pow(1 - usual.share, after.records) < $chance then make_timestamp(span.last_us) end as until
from span
cross join usual
left join before on span.times >= $times
left join after on span.times >= $times

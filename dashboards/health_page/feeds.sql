-- grain: one row per source of the generation: half its events were written down within lag_us of their business date; its records set apart
with
late as (
    select source_no, median(epoch_us(logged_at) - epoch_us(ts))::bigint as lag_us
    from event
    where quality = 'business_date' and logged_at is not null
    group by source_no
),

refused as (select source, count(*) as records from quarantine group by source)

select source.name, source.system, late.lag_us, coalesce(refused.records, 0)
from source
left join late using (source_no)
left join refused on refused.source = source.name
order by source.name

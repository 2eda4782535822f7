-- grain: one row per source, stream and reason for which records were set apart, with what they are worth and the first $examples of them
with
priced as (
    select source, stream, reason, coalesce(currency, '') as currency, sum(worth) as worth
    from quarantine
    where worth is not null
    group by all
),

worths as (
    select source, stream, reason, list({'currency': currency, 'worth': worth} order by worth desc) as worth
    from priced
    group by all
),

reasons as (
    select
        source, stream, reason, count(*) as records,
        list({'run': run, 'row': row, 'record': record} order by run, row)[1:$examples] as examples
    from quarantine
    group by all
)

select reasons.reason, reasons.source, reasons.stream, reasons.records, worths.worth, reasons.examples
from reasons
left join worths using (source, stream, reason)
order by reasons.records desc, reasons.source, reasons.stream, reasons.reason

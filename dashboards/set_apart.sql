-- grain: one row per load and reason for which records were set apart, with the first $examples of them
select
    source,
    run,
    reason,
    count(*) as records,
    list({'row': row, 'record': record} order by row)[1:$examples] as examples
from quarantine
group by source, run, reason
order by records desc, source, run, reason

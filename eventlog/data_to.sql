-- grain: one row: when the last event was; what is done here about the firm's work goes on after its systems were read, and does not count
select max(event.ts)
from event
left join source using (source_no)
where source.name is distinct from 'tracework' or event.quality = 'derived'

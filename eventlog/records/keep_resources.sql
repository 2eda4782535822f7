-- grain: one row per person or program that did one of the events in new_event and is not known yet
insert into resource
select (select count(*) from resource) + row_number() over (order by actor) - 1, actor
from (select distinct actor from new_event where actor is not null)
where actor not in (select name from resource);

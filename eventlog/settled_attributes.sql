-- grain: one row per object, attribute and time at which its value changed; what several loads or systems say alike is kept once
create or replace temp table settled as
select distinct object_no, name, type, value, ts
from object_attribute
qualify value is distinct from lag(value) over (partition by object_no, name order by ts, value);

delete from object_attribute;
insert into object_attribute select * from settled order by object_no, name, ts;
drop table settled;

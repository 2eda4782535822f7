-- grain: one row per object, attribute, time and value; what several loads or systems say alike is kept once
create or replace temp table settled as
select object_no, name, type, value, ts, min(run_no) as run_no, null::integer as stream_no, null::bigint as row
from object_attribute group by object_no, name, type, value, ts;

delete from object_attribute;
insert into object_attribute select * from settled order by object_no, name, ts, value;
drop table settled;

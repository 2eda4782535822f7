-- grain: one row per object, attribute, time and value; what several loads or systems say alike is kept once
create or replace temp table settled as select distinct object_no, name, type, value, ts from object_attribute;

delete from object_attribute;
insert into object_attribute select * from settled order by object_no, name, ts, value;
drop table settled;

-- grain: one row per observed event with the snapshot before it, which it rests on
insert into evidence
select {first} + rowid, earlier_run_no, {stream_no}, earlier_row
from new_event
where earlier_run_no is not null and {placed} is not null;

-- grain: rows added to the log's tables by one rule, whose rows are in `derived`; an event's number is $first plus its row there
insert into event (
    event_no, event_id, type_no, ts, source_no, key, stream_no, quality, place
)
select
    $first + derived.rowid,
    md5_number_lower(concat_ws(chr(31), 'tracework', $rule, object.object_id)),
    $type_no, derived.ts, $source_no, object.object_id, $stream_no, 'derived', $place
from derived
join object on object.object_no = derived.thing_no;

insert into event_object select $first + rowid, thing_no, '' from derived;

-- an event that was itself derived passes on what it rests on
insert into evidence
with
used as (select $first + rowid as event_no, unnest(events) as used_no from derived),

known as (select $first + rowid as event_no, unnest(objects) as object_no from derived)

select distinct used.event_no, event.run_no, event.stream_no, event.row
from used
join event on event.event_no = used.used_no
where event.quality <> 'derived'
union
select distinct used.event_no, evidence.run_no, evidence.stream_no, evidence.row
from used
join event on event.event_no = used.used_no
join evidence on evidence.event_no = used.used_no
where event.quality = 'derived'
union
select distinct known.event_no, object.run_no, object.stream_no, object.row
from known
join object using (object_no)
where object.run_no is not null;

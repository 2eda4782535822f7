-- grain: rows added to the log's tables by one rule, whose rows are in `derived`; an event that was there before has its number again
create or replace temp table new_event as
select
    given.*,
    coalesce(
        past.event_no,
        row_number() over () + (
            select greatest((select event_no from free_number), coalesce(max(event_no) + 1, 0)) - 1 from event
        )
    ) as event_no
from (
    select
        derived.thing_no, derived.ts, derived.events, derived.objects, object.object_id as key,
        md5_number_lower(concat_ws(chr(31), 'tracework', $rule, object.object_id)) as event_id
    from derived
    join object on object.object_no = derived.thing_no
) as given
left join past_event as past using (event_id);

insert into event (
    event_no, event_id, type_no, ts, source_no, key, stream_no, quality, place
)
select event_no, event_id, $type_no, ts, $source_no, key, $stream_no, 'derived', $place from new_event;

insert into event_object select event_no, thing_no, '' from new_event;

-- an event that was itself derived passes on what it rests on
insert into evidence
with
used as (select event_no, unnest(events) as used_no from new_event),

known as (select event_no, unnest(objects) as object_no from new_event),

rests as (
    select used.event_no, event.run_no, event.stream_no, event.row
    from used
    join event on event.event_no = used.used_no
    where event.quality <> 'derived'
    union all
    select used.event_no, evidence.run_no, evidence.stream_no, evidence.row
    from used
    join event on event.event_no = used.used_no
    join evidence on evidence.event_no = used.used_no
    where event.quality = 'derived'
    union all
    select known.event_no, object.run_no, object.stream_no, object.row
    from known
    join object using (object_no)
    where object.run_no is not null
)

select distinct event_no, run_no, stream_no, row from rests;

insert into won_event select event_no from new_event;
drop table new_event;

-- grain: event_lost: one row per event of records in scope that is no more or differs now; event_won: one row per event that takes its place or is new
-- {log} is the generation's schema, {source_no} the source, {provisional} what new numbers are above until its turn; the shadows hold the events as they are now
create or replace temp table kept_event as
select kept.*
from {log}.event as kept
join {log}.stream as stream using (stream_no)
semi join in_scope on in_scope.stream = stream.name and in_scope.code = hash(kept.key)
where kept.source_no = {source_no};

create or replace temp table event_sign as
with
event as (
    select *, true as is_kept from kept_event
    union all
    select *, false from temp.event
),
named as (
    select event_no, true as is_kept, bit_xor(hash(object_no, qualifier)) as code
    from {log}.event_object semi join kept_event using (event_no) group by event_no
    union all
    select event_no, false, bit_xor(hash(object_no, qualifier)) from event_object group by event_no
),
described as (
    select event_no, true as is_kept, bit_xor(hash(name, type, value)) as code
    from {log}.event_attribute semi join kept_event using (event_no) group by event_no
    union all
    select event_no, false, bit_xor(hash(name, type, value)) from event_attribute group by event_no
)
select
    event.event_no, event.is_kept, event.event_id,
    hash(
        event.type_no, event.ts, event.resource_no, event.key, event.stream_no, event.quality, event.logged_at,
        event.since, event.place, event.doubt, named.code, described.code
    ) as code
from event
left join named using (event_no, is_kept)
left join described using (event_no, is_kept);

create or replace temp table event_lost as
select event_no from event_sign as past
where is_kept and not exists (
    select 1 from event_sign as now where not now.is_kept and now.event_id = past.event_id and now.code = past.code
);

create or replace temp table event_won as
select
    event_no as shadow_no,
    {provisional} + row_number() over (order by event_no) as event_no
from event_sign as now
where not is_kept and not exists (
    select 1 from event_sign as past where past.is_kept and past.event_id = now.event_id and past.code = now.code
);

create or replace temp table event_now as
select event.* replace (won.event_no as event_no) from temp.event as event join event_won as won on won.shadow_no = event.event_no;

create or replace temp table event_object_now as
select named.* replace (won.event_no as event_no) from event_object as named join event_won as won on won.shadow_no = named.event_no;

create or replace temp table event_attribute_now as
select told.* replace (won.event_no as event_no) from event_attribute as told join event_won as won on won.shadow_no = told.event_no;

create or replace temp table evidence_now as
select rests.* replace (won.event_no as event_no) from evidence as rests join event_won as won on won.shadow_no = rests.event_no;

create or replace temp table quarantine_now as from quarantine;

create or replace temp table mended_now as from mended;

create or replace temp table quarantine_lost as
select kept.rowid as rowid, kept.*
from {log}.quarantine as kept
semi join in_scope on in_scope.stream = kept.stream and in_scope.code = hash(kept.key)
where kept.source = {source};

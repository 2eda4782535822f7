-- grain: staged tables and views of one landed event-log file, one row per event, event attribute or refused record; {events} is its landed stream
create or replace temp table staged_quarantine (stream varchar, row bigint, reason varchar, record varchar);

create or replace temp view landed_event as
select
    *,
    case
        when type is null or type = '' then 'no activity'
        when time_text is null or time_text = '' then 'no time'
        when time is null then 'a time that cannot be read: ' || time_text
        when "case" is null and id is null then 'no case'
    end as reason
from {events};

create or replace temp table staged_event as
select
    row,
    "case" as case_id,
    type,
    time as ts,
    lifecycle,
    resource,
    md5_number_lower(
        concat_ws(
            chr(31), coalesce(id, ''), coalesce("case", ''), type, time::varchar, coalesce(lifecycle, ''),
            coalesce(resource, ''), attributes::varchar
        )
    ) as key,
    id as own_id
from landed_event
where reason is null;

create or replace temp view staged_event_attribute as
with attribute as (select row, unnest(attributes) as given from landed_event where reason is null)
select row, given.name as name, given.type as type, given.value as value from attribute;

insert into staged_quarantine
select
    'events', row, reason,
    to_json({'id': id, 'case': "case", 'activity': type, 'time': time_text, 'attributes': attributes})::varchar
from landed_event
where reason is not null;

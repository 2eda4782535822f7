-- grain: what case tables ask of a change: one row per object that a changed event named or names, per changed relation, per object described anew, per week
-- that a sheet was for before it was described anew
insert into memory.changed_event
select distinct named.object_no, event.type_no
from event_object as named
join event_lost using (event_no)
join event using (event_no)
union
select distinct named.object_no, event_now.type_no
from event_object_now as named
join event_now using (event_no);

insert into memory.changed_relation from relation_lost union all from relation_won;

-- most objects that could not be told from the records in scope turn out to be what they were. Case tables take what is told last of each
-- attribute, of one time the least: of who will be on leave, or was of another grade, no case is another
insert into memory.changed_attribute
with
told as (
    select object_no, name, type, value, ts, false as is_now from object_attribute
    where object_no in (select object_no from object_changed)
    union all
    select object_no, name, type, value, ts, true from attribute_now
),
changed as (
    select object_no
    from (
        select object_no, name, type, value, ts from told
        group by all
        having count(*) filter (where is_now) = 0 or count(*) filter (where not is_now) = 0
    )
),
latest as (
    select object_no, name, is_now, min(type) as type, min(value) as value
    from (
        from told
        where value is not null and object_no in (select object_no from changed)
        qualify rank() over (partition by object_no, name, is_now order by ts desc nulls last) = 1
    )
    group by all
),
otherwise as (
    (from object_key where object_no in (select object_no from object_changed) except from key_now)
    union all
    (from key_now except from object_key where object_no in (select object_no from object_changed))
),
known as (
    select object_no, object_id, since, deleted_at from object where object_no in (select object_no from object_changed)
),
now as (select object_no, object_id, since, deleted_at from object_now)
select object_no, bool_or(is_last)
from (
    select object_no, false as is_last from changed
    union all
    select object_no, true from latest group by object_no, name, type, value having count(*) = 1
    union all
    select object_no, true from otherwise
    union all
    select object_no, true from ((from known except from now) union all (from now except from known))
)
group by object_no;

insert into memory.changed_record
select now.object_no
from object_now as now
join object as past using (object_no)
where (now.run_no, now.stream_no, now.row) is distinct from (past.run_no, past.stream_no, past.row);

insert into memory.changed_week
select distinct try_cast(value as date)
from object_attribute
where name = 'week_end' and object_no in (select object_no from object_changed);

-- grain: what case tables ask of a change: one row per object that a changed event named or names, per changed relation, per object described anew, per week
-- that a sheet was for before it was described anew
insert into changed_event
select distinct named.object_no, event.type_no
from event_object as named
join event_lost using (event_no)
join event using (event_no)
union
select distinct named.object_no, event_now.type_no
from event_object_now as named
join event_now using (event_no);

insert into changed_relation from relation_lost union all from relation_won;

-- most objects that could not be told from the records in scope turn out to be what they were
insert into changed_attribute
select object_no
from (
    (
        select object_no, name, type, value, ts from object_attribute where object_no in (select object_no from object_changed)
        except
        select object_no, name, type, value, ts from attribute_now
    )
    union all
    (
        select object_no, name, type, value, ts from attribute_now
        except
        select object_no, name, type, value, ts from object_attribute where object_no in (select object_no from object_changed)
    )
)
union
select object_no
from (
    (from object_key where object_no in (select object_no from object_changed) except from key_now)
    union all
    (from key_now except from object_key where object_no in (select object_no from object_changed))
)
union
select object_no
from (
    (
        select object_no, object_id, since, deleted_at from object where object_no in (select object_no from object_changed)
        except
        select object_no, object_id, since, deleted_at from object_now
    )
    union all
    (
        select object_no, object_id, since, deleted_at from object_now
        except
        select object_no, object_id, since, deleted_at from object where object_no in (select object_no from object_changed)
    )
);

insert into changed_record
select now.object_no
from object_now as now
join object as past using (object_no)
where (now.run_no, now.stream_no, now.row) is distinct from (past.run_no, past.stream_no, past.row);

insert into changed_week
select distinct try_cast(value as date)
from object_attribute
where name = 'week_end' and object_no in (select object_no from object_changed);

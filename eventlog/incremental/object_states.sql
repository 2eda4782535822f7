-- grain: one row per object that records in scope mention or mentioned: whether it is known, still there, or not to be told from these records alone
-- An object stays as it is where no mention went away and all that the records say of it now is what is known of it: whatever
-- others say besides, the newest word is the same. {log} is the generation's schema, {source_no} the source
create or replace temp table known_object as
select object.object_no, object.type_no, object.object_id, object.since, object.deleted_at
from {log}.object as object
semi join (
    select type_no, object_id from mention_before union all select type_no, object_id from mention_after
) as mentioned using (type_no, object_id)
where object.source_no = {source_no};

create or replace temp table known_contribution as
select known.type_no, known.object_id, 'attribute' as kind, told.name, told.type, told.value, told.ts
from {log}.object_attribute as told
join known_object as known using (object_no)
union all
select known.type_no, known.object_id, 'key', told.name, null, told.value, null
from {log}.object_key as told
join known_object as known using (object_no)
union all
select type_no, object_id, 'since', null, null, null, since from known_object where since is not null
union all
select type_no, object_id, 'deleted', null, null, null, deleted_at from known_object where deleted_at is not null;

create or replace temp table object_state as
with
touched as (
    select type_no, object_id from mention_before
    union
    select type_no, object_id from mention_after
),
unsure as (
    select type_no, object_id from (from mention_before except from mention_after)
    union
    select type_no, object_id
    from (
        (from contribution_after where kind <> 'since' except from known_contribution)
        union all
        (from contribution_before where kind <> 'since' except from contribution_after)
        union all
        (
            select known.* from known_contribution as known
            where known.kind = 'deleted'
            except from contribution_after
        )
    )
    union
    select now.type_no, now.object_id
    from contribution_after as now
    left join known_object as known using (type_no, object_id)
    where now.kind = 'since' and (known.since is null or now.ts < known.since)
    union
    select past.type_no, past.object_id
    from contribution_before as past
    join known_object as known using (type_no, object_id)
    left join contribution_after as now
        on now.kind = 'since' and now.type_no = past.type_no and now.object_id = past.object_id
    where past.kind = 'since' and past.ts = known.since and now.ts is distinct from past.ts
    union
    -- its history is in scope, and the records that it is made from are not yet
    select type_no, object_id from (select distinct type_no, object_id from mention_after where is_change)
    anti join (select type_no, object_id from mention_after where not is_change) using (type_no, object_id)
),
there as (select distinct type_no, object_id, true as is_there from mention_after where not is_change),
was as (select distinct type_no, object_id, true as is_past from mention_before where not is_change)
select
    touched.type_no,
    touched.object_id,
    known.object_no,
    known.object_no is not null as is_known,
    coalesce(there.is_there, false) as is_there,
    coalesce(was.is_past, false) as was_there,
    (touched.type_no, touched.object_id) in (select (type_no, object_id) from unsure) as is_unsure
from touched
left join known_object as known using (type_no, object_id)
left join there using (type_no, object_id)
left join was using (type_no, object_id);

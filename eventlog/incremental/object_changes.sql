-- grain: object_now: one row per object that is new or changed, with its number; object_gone: one row per object that is no more
-- {log} is the generation's schema, {provisional} the number above which a new one's is, until the source has its turn; the shadows hold what the records in scope tell of objects
create or replace temp table object_gone as
select object_no, type_no, object_id from object_state where is_known and was_there and not is_there;

create or replace temp table object_now as
with
lasting as (
    select state.type_no, state.object_id, state.object_no
    from object_state as state
    where state.is_known and state.is_there and state.is_unsure
),
fresh as (
    select type_no, object_id,
        {provisional} + row_number() over (order by type_no, object_id) as object_no
    from object_state
    where is_there and not is_known
)
select object.* replace (placed.object_no as object_no), object.object_no as shadow_no, placed.is_new
from object
join (
    select *, false as is_new from lasting
    union all
    select *, true as is_new from fresh
) as placed using (type_no, object_id);

create or replace temp table attribute_now as
select told.* replace (object_now.object_no as object_no)
from object_attribute as told
join object_now on object_now.shadow_no = told.object_no;

create or replace temp table key_now as
select told.* replace (object_now.object_no as object_no)
from object_key as told
join object_now on object_now.shadow_no = told.object_no;

create or replace temp table object_changed as
select object_no from object_gone
union
select object_no from object_now;

-- grain: changed_identity: one row per object that is another thing than before, or that another was or is known as
create or replace temp table present_identity as
from identity where object_no in (select object_no from resolved_object);

insert into memory.changed_identity
with
change as (
    (
        select object_no, canonical_no from past_identity
        except
        select object_no, canonical_no from present_identity
    )
    union all
    (
        select object_no, canonical_no from present_identity
        except
        select object_no, canonical_no from past_identity
    )
)

select object_no from change
union
select canonical_no from change;

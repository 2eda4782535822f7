-- grain: one row per object of the source $source, or that its load $run tells of; of every object where they are empty
with
load as (
    select landed_run.run_no
    from landed_run
    join source using (source_no)
    where source.name = $source and landed_run.run = $run
),

told as (
    select object_no from object where run_no in (select run_no from load)
    union
    select object_no from object_attribute where run_no in (select run_no from load)
)

select object.object_no
from object
join source using (source_no)
where ($source = '' or source.name = $source) and ($run = '' or object.object_no in (select object_no from told))

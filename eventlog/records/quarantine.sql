-- grain: one row per record set apart, as it came
insert into quarantine
select
    $source, landed_run.run, $stream, refused._row, refused.reason,
    {record},
    refused._key, refused.worth, refused.currency
from {refused} as refused
join {landed} as landed using (_run_no, _row)
join landed_run on landed_run.run_no = refused._run_no;

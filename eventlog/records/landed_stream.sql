-- grain: one row per landed record of a stream, in all its runs
select
    run.run_no as _run_no,
    file.file_row_number as _row,
    run.as_of as _as_of,
    run.turn as _turn,
    {gone} as _gone
    {columns}
from {files} as file
join {file_list} as run on run.path = file.filename

"""When each case of each process was under way, from the case tables that lie beside the facts."""

from core.database import Database
from core.sql import literal, quoted

EMPTY = (
    "(select null::varchar as process, null::bigint as thing_no, null::timestamp as first_at, "
    "null::timestamp as last_at limit 0)"
)


def make_case_spans(database: Database) -> None:
    """Make `fact.case_span`: one row per process and case, with its first and its last event."""
    processes = database.column(
        "select schema_name from duckdb_tables() "
        "where table_name = 'case' and database_name = current_database() order by schema_name"
    )
    spans = [
        f"select {literal(process)}, object_no, make_timestamp(start_us), make_timestamp(end_us) "
        f'from {quoted(process)}."case"'
        for process in processes
    ]
    database.run(f"create table fact.case_span as {' union all '.join([EMPTY, *spans])}")

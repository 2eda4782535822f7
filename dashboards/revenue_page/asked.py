"""What every page of delayed revenue asks first: whether the log tells of it at all, and in which currency."""

from core.errors import NotFound
from core.sql import quoted
from eventlog.reading import EventLog
from metrics.stored import base_currency, place_of


def currency_of(log: EventLog) -> str:
    """The base currency; empty where none is known."""
    return base_currency(log.database) or ""


def told_of(log: EventLog, table: str, schema: str = "fact") -> bool:
    """Whether a table of facts or shares has rows. An older generation that has no such table is refused."""
    there = log.database.value(
        "select count(*) from duckdb_tables() where schema_name = $schema and table_name = $table",
        schema=schema,
        table=table,
    )
    if not there:
        raise NotFound(f"Generation {log.generation} was built before this was told. Rebuild with `tracework build`.")
    statement = f"select exists (from {place_of(log.database)}{quoted(schema)}.{quoted(table)})"
    return bool(log.database.value(statement))

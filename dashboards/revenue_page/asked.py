"""What every page of delayed revenue asks first: whether the log tells of it at all, and in which currency."""

from core.errors import NotFound
from core.sql import quoted
from eventlog.reading import EventLog
from metrics.catalogue import indicator
from metrics.stored import base_currency, place_of, stored_indicators, untold_by


def currency_of(log: EventLog) -> str:
    """The base currency; empty where none is known."""
    return base_currency(log.database) or ""


def told_of(log: EventLog, table: str, needed_by: str = "") -> bool:
    """Whether a table of facts has rows, and connected systems tell of all that an indicator needs, where one is named.

    A log that no business system fills has no facts. An older generation, which has others but not this table, is
    refused.
    """
    stored_indicators(log)
    tables = log.database.column("select table_name from duckdb_tables() where schema_name = 'fact'")
    if tables and table not in tables:
        raise NotFound(f"Generation {log.generation} was built before this was told. Rebuild with `tracework build`.")
    statement = f"select exists (from {place_of(log.database)}fact.{quoted(table)})"
    needs = indicator(needed_by).needs if needed_by else ()
    return bool(tables) and not untold_by(log, *needs) and bool(log.database.value(statement))

"""The indicators that a generation has shares of, by the definitions it was built with."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from core.database import Database
from core.errors import BadSettings, NotFound
from eventlog.reading import EventLog
from metrics.declaration import Indicator
from metrics.header import read_declaration
from metrics.shares import SCHEMA


def stored_indicators(log: EventLog) -> Mapping[str, Indicator]:
    """All of them by name, in alphabetical order."""
    _refuse_older(log)
    rows = log.database.rows(f"select name, statement from {SCHEMA}.declared order by name")
    return MappingProxyType({name: _read(name, text) for name, text in rows})


def stored_indicator(log: EventLog, name: str) -> Indicator:
    """One of them; the error for another says which there are, or why it was left out."""
    there = stored_indicators(log)
    if name in there:
        return there[name]
    reason = left_out(log).get(name)
    if reason:
        raise BadSettings(f"{reason} Then run `tracework build`.")
    names = ", ".join(there) or "none, because no system is pulled that knows the business"
    raise NotFound(f"Generation {log.generation} has no indicator {name!r}. There are: {names}.")


def left_out(log: EventLog) -> Mapping[str, str]:
    """Why indicators could not be made, by name."""
    _refuse_older(log)
    return dict(log.database.rows(f"select name, reason from {SCHEMA}.left_out order by name"))


def has_indicators(database: Database) -> bool:
    """Whether the generation was built by a program that makes indicators."""
    return bool(
        database.value(
            "select count(*) from duckdb_tables() where schema_name = $schema and table_name = 'declared' "
            "and database_name = current_database()",
            schema=SCHEMA,
        )
    )


def _refuse_older(log: EventLog) -> None:
    if not has_indicators(log.database):
        raise NotFound(
            f"Generation {log.generation} was built before there were indicators. Rebuild with `tracework build`."
        )


@lru_cache(maxsize=256)
def _read(name: str, text: str) -> Indicator:
    return read_declaration(Indicator, name, text, f"The indicator {name}")

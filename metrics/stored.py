"""The indicators that a generation has shares of, by the definitions it was built with."""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import TypeVar
from weakref import WeakKeyDictionary

from core.database import Database
from core.errors import BadSettings, NotFound
from core.sql import quoted
from eventlog.reading import EventLog
from metrics.declaration import Indicator
from metrics.header import read_declaration
from metrics.needs import untold
from metrics.shares import SCHEMA

Answer = TypeVar("Answer")


def asked_once(ask: Callable[[Database], Answer]) -> Callable[[Database], Answer]:
    """Keep what an open connection answered: a page asks the same for every indicator that it shows. None is not kept:
    what is not there may come, in a generation under construction."""
    kept: WeakKeyDictionary[Database, Answer] = WeakKeyDictionary()

    @wraps(ask)
    def answered(database: Database) -> Answer:
        if database in kept:
            return kept[database]
        answer = ask(database)
        if answer is not None:
            kept[database] = answer
        return answer

    return answered


def stored_indicators(log: EventLog) -> Mapping[str, Indicator]:
    """All of them by name, in alphabetical order."""
    _refuse_older(log)
    rows = log.database.rows(f"select name, statement from {place_of(log.database)}{SCHEMA}.declared order by name")
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
    return dict(log.database.rows(f"select name, reason from {place_of(log.database)}{SCHEMA}.left_out order by name"))


def base_currency(database: Database) -> str | None:
    """The currency in which money of several is told."""
    found = database.column(f"select currency from {place_of(database)}{SCHEMA}.base_currency")
    return found[0] if found else None


def group_limit(database: Database) -> float:
    """The least number of people that a figure may be about, as the generation was built with it."""
    limit: float = database.value(f"select value from {place_of(database)}fact.setting where name = 'group_limit'")
    return limit


def untold_by(log: EventLog, *needs: str) -> list[str]:
    """Those of these activities that no connected system tells."""
    return untold(log.database, needs, place_of(log.database))


def place_of(database: Database) -> str:
    """What stands before `fact.` and `indicator.`: the database that has them. Of a viewer with limits it is not the
    one that has their log; shares have their own limits, row by row."""
    return f"{quoted(_holder(database) or 'nowhere')}."


@asked_once
def _holder(database: Database) -> str | None:
    """The database that has the shares: to look for it takes as long as to answer from a few of them. Where a trial
    makes its own beside those of a generation, its own."""
    found = database.column(
        "select database_name from duckdb_tables() where schema_name = $schema and table_name = 'declared' "
        "order by database_name = current_database() desc",
        schema=SCHEMA,
    )
    return found[0] if found else None


def _refuse_older(log: EventLog) -> None:
    if _holder(log.database) is None:
        raise NotFound(
            f"Generation {log.generation} was built before there were indicators. Rebuild with `tracework build`."
        )


@lru_cache(maxsize=256)
def _read(name: str, text: str) -> Indicator:
    return read_declaration(Indicator, name, text, f"The indicator {name}")

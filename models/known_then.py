"""The log as it was known at an earlier moment: what happened or was written later is left out, its facts made anew.

Which names are one thing, and what a system says without telling since when, is as it is known now.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Literal

from core.calendars import calendar
from core.database import Database, open_memory
from core.errors import NotFound
from core.settings import firm_settings
from core.sql import load, quoted
from eventlog.reading import EventLog
from metrics.facts.making import make_facts
from metrics.making import make_exceptions, make_indicators
from metrics.narrowing import where_facts_are
from metrics.shares import keep_base_currency, nothing_kept

AS_IT_IS = (
    "source", "stream", "object_type", "event_type", "resource", "identity", "object_key", "conflict", "object_object",
)  # fmt: skip
"""Tables that say nothing of when: which kinds there are, and which names are one thing."""

Made = Literal["facts", "exceptions", "indicators"]
"""How far what a build makes of a log is made anew: each holds the one before."""

OF_THEN = ("object", "event", "event_attribute", "object_attribute", "event_object", "landed_run")
OF_THINGS = {"object_attribute": "object_no", "event_object": "object_no", "identity": "object_no"}
"""What is said of things, and where it names them; of those that were not there yet it is left out."""


def complete_until(log: EventLog) -> datetime | None:
    """The moment up to which the log is complete; None for one that holds nothing of the business."""
    try:
        found: datetime | None = log.database.value(where_facts_are(log.database, "select as_of from fact.span"))
    except NotFound:
        return None
    return found


@contextmanager
def known_then(log: EventLog, moment: datetime, made: Made = "facts") -> Iterator[EventLog | None]:
    """The log with the facts of a moment: itself where it ends there, else one in memory that ends there.

    None for a log that holds nothing of the business. Exceptions and indicators' shares only where they are asked for.
    """
    end = complete_until(log)
    if end is None:
        yield None
    elif moment >= end:
        yield log
    else:
        with open_memory(temporary=log.workspace.temporary if log.workspace.root.is_dir() else None) as database:
            _take(log, database, moment)
            _make(log, database, made)
            yield EventLog(log.workspace, log.generation, {**log.manifest, "processes": []}, log.viewer, database)


def _take(log: EventLog, database: Database, moment: datetime) -> None:
    database.run(load("eventlog", "schema.sql"))
    for table in AS_IT_IS:
        _copy(database, table, log.database.arrow(f"from {table}"))
    for table in OF_THEN:
        _copy(database, table, log.database.arrow(load("models", f"{table}_then.sql"), moment=moment))
    for table, column in OF_THINGS.items():
        database.run(f"delete from {table} where {column} not in (select object_no from object)")
    for column in ("from_object_no", "to_object_no"):
        database.run(f"delete from object_object where {column} not in (select object_no from object)")


def _copy(database: Database, table: str, rows: object) -> None:
    database.register("taken", rows)
    database.run(f"insert into {quoted(table)} by name from taken")
    database.unregister("taken")


def _make(log: EventLog, database: Database, made: Made) -> None:
    settings = firm_settings(log.workspace).metrics
    find = partial(calendar, workspace=log.workspace)
    if made == "indicators":
        make_indicators(database, log.workspace, find, settings)
        return
    nothing_kept(database)
    make_facts(database, find, settings)
    keep_base_currency(database)
    if made == "exceptions":
        make_exceptions(database, log.workspace)

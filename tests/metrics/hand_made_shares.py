"""Shares written by hand, kept as those of an indicator, and the log that totals are read from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.access import Viewer
from core.database import Database
from core.sql import literal
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.declaration import Indicator
from metrics.header import read_declaration
from metrics.shares import keep_base_currency, keep_shares, nothing_kept
from tests.metrics.tiny_log import TinyLog

HEADER = """-- grain: one row per share
-- title = "Hand-made"
-- question = "Does it add up?"
-- population = "All"
-- owner = "Nobody"
-- source = "Made for a test"
"""
OWNER = Viewer.owner()


def measure(aggregate: str, unit: str = "count", name: str = "value", **more: object) -> str:
    """A measure's part of a header."""
    told = {"name": name, "title": name.capitalize(), "aggregate": aggregate, "unit": unit, **more}
    lines = [f"-- {key} = {_toml(value)}" for key, value in told.items()]
    return "\n".join(["-- [[measure]]", *lines]) + "\n"


@cache
def _facts() -> Database:
    tiny = TinyLog(as_of="2026-06-10")
    tiny.thing("legal_entity", "netsuite:2", entity="munich", currency="EUR", region="DACH", zone="Europe/Berlin")
    tiny.thing("legal_entity", "netsuite:3", entity="mars", currency="MRS", region="Space", zone="UTC")
    for code, worth in (("USD", 1), ("GBP", 1.25), ("EUR", 1.1)):
        tiny.thing("currency", f"netsuite:{code}", code=code, rate=worth, base="USD")
    tiny.say("netsuite:EUR", "2026-03-01", rate=1.2)
    tiny.event("period_ended", "2026-01-01", "netsuite:2")
    return tiny.facts()


def kept(measures: str, rows: list[Mapping[str, object]], about_people: bool = False) -> EventLog:
    """A log with the shares of one indicator, `made`, and no other; the one kept before is gone.

    Each row is of measure `value` and entity london unless it says so. All is known up to 10 June 2026.
    """
    database = _facts()
    nothing_kept(database)
    keep_base_currency(database)
    keep_shares(database, indicator_of(measures, rows, about_people))
    return EventLog(Workspace(Path("nowhere")), 1, {}, OWNER, database)


def indicator_of(measures: str, rows: list[Mapping[str, object]], about_people: bool = False) -> Indicator:
    """The indicator whose statement gives these rows."""
    usual = {"measure": "value", "object_id": "o", "entity": "london"}
    selects = [
        "select " + ", ".join(f"{_sql(value)} as {name}" for name, value in {**usual, **row}.items()) for row in rows
    ]
    head = HEADER + ("-- about_people = true\n" if about_people else "") + measures
    return read_declaration(Indicator, "made", head + " union all by name ".join(selects), "made")


def _sql(value: object) -> str:
    if value is None:
        return "null"
    return literal(value) if isinstance(value, str) else str(value).lower()


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(list(value)).replace("'", '"') if isinstance(value, list | tuple) else f'"{value}"'

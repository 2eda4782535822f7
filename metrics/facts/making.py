"""Make the tables of schema `fact`, each after those it needs."""

import re
from collections.abc import Callable
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

from core.calendars import Calendar
from core.database import Database
from core.metric_settings import MetricSettings
from core.sql import load, quoted
from metrics.facts.case_spans import make_case_spans
from metrics.facts.entity_calendar import install_entity_calendars

NEEDS = re.compile(r"^-- needs: (.*)$", re.MULTILINE)
FROM_CALENDARS = frozenset({"calendar_day", "entity_calendar", "entity_day"})
"""Facts that are made from calendars, which no log holds."""


def make_facts(
    database: Database, calendars: Callable[[str], Calendar], settings: MetricSettings | None = None
) -> None:
    """Make every fact anew in a generation under construction. `calendars` finds the calendar named like an entity.

    `fact.setting` (a row per setting and key, its value a number) and `fact.case_span` are there before all others.
    """
    database.run("drop schema if exists fact cascade; create schema fact")
    keep_settings(database, settings or MetricSettings.model_validate({}))
    make_case_spans(database)
    for name in facts():
        if name == "calendars":
            install_entity_calendars(database, calendars)
        else:
            database.run(f"create table fact.{quoted(name)} as {load('metrics.facts', f'{name}.sql')}")


def keep_settings(database: Database, settings: MetricSettings) -> None:
    """Make `fact.setting` of what the firm takes for granted."""
    names, keys, values = zip(*settings.rows(), strict=True)
    database.run(
        "create table fact.setting as select unnest($names::varchar[]) as name, unnest($keys::varchar[]) as key, "
        "unnest($values::double[]) as value",
        names=list(names),
        keys=list(keys),
        values=list(values),
    )


@cache
def facts() -> tuple[str, ...]:
    """The names of all facts, each after those it needs."""
    named = {name: _needs(name) for name in _names()}
    needed = {name: {"calendars" if other in FROM_CALENDARS else other for other in named[name]} for name in named}
    needed["calendars"] = {"entity", "span"}
    return tuple(TopologicalSorter(dict(sorted(needed.items()))).static_order())


def _names() -> list[str]:
    entries = files("metrics.facts").iterdir()
    return [
        entry.name.removesuffix(".sql") for entry in entries if entry.name.endswith(".sql") and entry.name[0] != "_"
    ]


def _needs(name: str) -> tuple[str, ...]:
    found = NEEDS.search(load("metrics.facts", f"{name}.sql"))
    return tuple(found[1].split(", ")) if found else ()

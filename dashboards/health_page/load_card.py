"""One load: the records of each stream, and what they changed in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from core.errors import NotFound
from core.sql import load as statement
from core.words import event_label, object_label
from dashboards.health_page.chosen import Chosen
from dashboards.health_page.first_rows import first_of
from dashboards.parts import Part, card, table
from eventlog.landed import landed_runs
from eventlog.reading import EventLog
from figures.words import count

CHANGE_COLUMNS = (("What", False), ("New", True), ("Known before, told anew", True))
STREAM_COLUMNS = (("Stream", False), ("Records", True), ("Deleted", True), ("Set apart", True))


@dataclass(frozen=True)
class LoadTold:
    """What a load came to. `streams` is empty for who sees a part of the rows; `changes` are kind, type, how many are
    new, and of how many that were known it told something."""

    streams: tuple[tuple[str, int, int, int], ...]
    changes: tuple[tuple[str, str, int, int], ...]


def load_told(log: EventLog, chosen: Chosen) -> LoadTold:
    """NotFound where the generation was built without the load, as after it was withdrawn."""
    changes = tuple(log.database.rows(statement("dashboards.health_page", "load_changes.sql"), **chosen.bound))
    runs = [run for run in landed_runs(log.workspace) if f"{run.source}/{run.run}" == chosen.load]
    if not runs:
        raise NotFound(f"There is no load {chosen.load} in the landing.")
    if log.viewer.scopes:
        return LoadTold((), changes)
    apart: Mapping[str, int] = dict(
        log.database.rows(
            "select stream, count(*) from quarantine where source = $source and run = $run group by stream",
            **chosen.bound,
        )
    )
    streams: Mapping[str, Mapping[str, Any]] = runs[0].manifest["streams"]
    told = [(name, each["rows"], each.get("deleted", 0)) for name, each in streams.items()]
    return LoadTold(
        tuple((name, rows - deleted, deleted, apart.get(name, 0)) for name, rows, deleted in told if rows or deleted),
        changes,
    )


def load_card(chosen: Chosen, told: LoadTold) -> Part:
    """Its records and what they changed, side by side where there is room."""
    parts: list[Part] = []
    if told.streams:
        streams = sorted(told.streams, key=lambda each: (-each[1], each[0]))
        parts.append(html.Div(first_of(streams, _streams, "Records of the load, by stream")))
    parts.append(html.Div(_changes(told.changes)))
    return card(
        f"Load {chosen.load}", html.Div(parts, className="load-halves"), "what came, and what it changed", "load"
    )


def _streams(streams: Sequence[tuple[str, int, int, int]], caption: str) -> Part:
    return table(STREAM_COLUMNS, [[name, *map(count, numbers)] for name, *numbers in streams], caption)


def _changes(changes: Sequence[tuple[str, str, int, int]]) -> list[Part]:
    if not changes:
        return [html.P("It changed nothing in the log: what it says was known, or is set apart.", className="ink-2")]
    rows: list[list[Any]] = []
    for kind, name, new, changed in changes:
        words = object_label(name) if kind == "object" else event_label(name)
        second = "object" if kind == "object" else "event"
        known = count(changed) if kind == "object" else ""
        rows.append([[words, html.Span(second, className="second")], count(new), known])
    return first_of(rows, lambda some, caption: table(CHANGE_COLUMNS, some, caption), "What the load changed")

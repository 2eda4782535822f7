"""What the indicators told, generation by generation: `history/indicators-<generation>.parquet`, which nothing prunes.

Each file has the totals of the whole, over all time and by month, with the definition they were told by, its hash and
that of the settings: the old definition stays beside the new one.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from core.access import Viewer
from core.database import Database
from core.errors import NotAllowed, NotFound, WrongUse
from core.metric_settings import MetricSettings
from core.settings import firm_settings
from core.workspace import Workspace, sync_file, sync_folder, telling_of_full_disk
from eventlog.generations import next_number
from eventlog.reading import EventLog
from metrics.cut import Cut, read_cut
from metrics.rollup import totals
from metrics.standing import too_few
from metrics.stored import place_of, stored_indicators
from metrics.total import Total

SCHEMA = pa.schema([
    ("name", pa.string()), ("measure", pa.string()), ("unit", pa.string()), ("period", pa.string()),
    ("value", pa.float64()), ("n", pa.int64()), ("open", pa.int64()), ("numerator", pa.float64()),
    ("denominator", pa.float64()), ("currency", pa.string()), ("people", pa.int64()), ("why", pa.string()),
    ("definition", pa.string()), ("statement", pa.string()), ("settings", pa.string()),
    ("as_of", pa.timestamp("us")), ("generation", pa.int64()),
])  # fmt: skip
PREFIX = "indicators-"


@dataclass(frozen=True)
class Known:
    """What was told then: the rows, up to when data was complete, the generation, and by which definitions."""

    generation: int
    as_of: datetime
    rows: tuple[dict[str, Any], ...]
    definitions: dict[str, str]
    """By indicator, the file that declared it then."""


def keep_history(database: Database, workspace: Workspace, settings: MetricSettings) -> Path | None:
    """Write the totals of the generation under construction; None where it has no indicators.

    Before it is published: if that fails, the next build writes the file of this number anew.
    """
    log = EventLog(workspace, next_number(workspace), {}, Viewer.owner(), database)
    if not stored_indicators(log):
        return None
    rows = list(_rows(log, settings_hash(settings)))
    workspace.history.mkdir(exist_ok=True)
    path = workspace.history / f"{PREFIX}{log.generation}.parquet"
    part = path.with_suffix(".part")
    with telling_of_full_disk(path):
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), part, compression="zstd")
        sync_file(part)
        part.replace(path)
        sync_folder(workspace.history)
    return path


def settings_hash(settings: MetricSettings) -> str:
    """What tells these settings from others."""
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()[:12]


def known_on(workspace: Workspace, day: date) -> Known:
    """What was told when data was complete up to that day: of the latest such generation."""
    end = datetime.combine(day + timedelta(days=1), datetime.min.time())
    kept = _kept(workspace)
    found = [each for each in kept if each[0] < end]
    if not found:
        where = (
            "No build has kept any yet: run `tracework build`, and ask for the day up to which its data is complete."
        )
        if kept:
            as_of, number, _ = kept[0]
            where = (
                f"What is kept begins with generation {number}, whose data was complete to {as_of:%Y-%m-%d}: ask for "
            )
            where += "that day or a later one."
        raise NotFound(f"Nothing is kept of what was known on {day}. {where}")
    as_of, number, path = found[-1]
    rows = tuple(pq.read_table(path).to_pylist())
    definitions = {row["name"]: row.pop("statement") for row in rows}
    return Known(number, as_of, rows, definitions)


def _kept(workspace: Workspace) -> list[tuple[datetime, int, Path]]:
    """Of each published generation whose figures are kept: up to when its data was complete, its number, the file."""
    published = workspace.current_generation() or 0
    return sorted(
        (as_of, number, path)
        for path in workspace.history.glob(f"{PREFIX}*.parquet")
        if (number := int(path.stem.removeprefix(PREFIX))) <= published
        if (as_of := _as_of(path)) is not None
    )


def what_was_known(log: EventLog, day: date, name: str | None, cut: Cut) -> list[dict[str, Any]]:
    """The same for a log's viewer; NotAllowed for one who sees a part, since only totals of the whole are kept."""
    if log.viewer.scopes:
        raise NotAllowed(
            "What was known on a day is kept of the whole, and you see a part of it. Ask for the figures as they are "
            "known now."
        )
    limit = firm_settings(log.workspace).metrics.group_limit
    return [_unless_few(row, limit) for row in told_then(known_on(log.workspace, day), name, cut)]


def told_then(known: Known, name: str | None, cut: Cut) -> list[dict[str, Any]]:
    """The rows of one indicator, or of all, in the JSON of totals: the whole over all time, a month, or all months."""
    if name is not None and name not in known.definitions:
        raise NotFound(
            f'Nothing is kept of an indicator "{name}" as of then. There are: {", ".join(sorted(known.definitions))}.'
        )
    if cut.by or cut.only or cut.grain not in (None, "month") or (cut.period and cut.period.grain != "month"):
        raise WrongUse(
            "What was known on a day is kept of the whole, over all time and by month. Ask without slices and "
            "conditions, for one month, or for a trend by month."
        )
    asked = cut.period.slug if cut.period else None
    return [
        {**row, "slice": {}, "target": None, "as_of": row["as_of"].isoformat()}
        for row in known.rows
        if (name is None or row["name"] == name) and (not cut.measures or row["measure"] in cut.measures)
        if (row["period"] == asked if asked or not cut.grain else row["period"] is not None)
    ]


def _unless_few(row: dict[str, Any], limit: int) -> dict[str, Any]:
    """The row, without its figures where it is about too few people."""
    if row["people"] is None or not too_few(row["people"], limit):
        return row
    hidden = dict.fromkeys(("value", "numerator", "denominator", "people"))
    return {**row, **hidden, "n": 0, "open": 0, "why": f"Fewer than {limit} people, not shown."}


def _rows(log: EventLog, settings: str) -> Iterator[dict[str, Any]]:
    as_of = log.database.value(f"select as_of from {place_of(log.database)}fact.span")
    for name, indicator in stored_indicators(log).items():
        about: dict[str, Any] = {
            "definition": indicator.definition,
            "statement": indicator.statement,
            "settings": settings,
        }
        about |= {"as_of": as_of, "generation": log.generation}
        for grain in (None, "month"):
            for total in totals(log, indicator, read_cut(grain=grain)):
                if grain is None or total.period is not None:
                    yield {"name": name, **_row(total), **about}


def _row(total: Total) -> dict[str, Any]:
    copied = ("measure", "unit", "value", "n", "open", "numerator", "denominator", "currency", "people")
    row = {name: getattr(total, name) for name in copied}
    return {**row, "period": total.period.slug if total.period else None, "why": total.why or None}


def _as_of(path: Path) -> datetime | None:
    column = pq.read_table(path, columns=["as_of"])["as_of"]
    return column[0].as_py() if len(column) else None

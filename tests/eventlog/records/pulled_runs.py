"""Landed runs of record sources, made by hand, and the event log that is filled from them (without case tables)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from core.calendars import calendar
from core.database import Database, open_memory
from core.progress import silent
from core.sql import load
from core.workspace import Workspace
from eventlog.build import LogToBuild, fill_log
from eventlog.content_hash import content_hash
from eventlog.landed import landed_runs
from eventlog.records.declared_source import DeclaredSource

DAY_ONE = datetime(2026, 3, 2, 6, tzinfo=UTC)
Records = Mapping[str, Sequence[Mapping[str, str | None]]]


@dataclass(frozen=True)
class Pull:
    """What one run of a source brought: records and deleted keys by stream, as of so many days after the first."""

    source: str
    records: Records
    day: float = 0
    deleted: Records = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime:
        return DAY_ONE + timedelta(days=self.day)


def land(workspace: Workspace, pull: Pull, run: str | None = None) -> Path:
    """Land a pull as the next run of its source, or under the number `run`."""
    place = workspace.landing / pull.source
    number = run or f"{len(list(place.glob('[0-9]*'))) + 1:06d}"
    folder = place / number
    folder.mkdir(parents=True)
    streams = {}
    for name in sorted({*pull.records, *pull.deleted}):
        rows = [{**row, "_deleted": False} for row in pull.records.get(name, ())]
        rows += [{**row, "_deleted": True} for row in pull.deleted.get(name, ())]
        columns = list(dict.fromkeys(column for row in rows for column in row if column != "_deleted"))
        arrays = {column: pa.array([row.get(column) for row in rows], pa.string()) for column in columns}
        arrays["_deleted"] = pa.array([row["_deleted"] for row in rows], pa.bool_())
        pq.write_table(pa.table(arrays), folder / f"{name}.parquet")
        streams[name] = {"rows": len(rows), "sha256": ""}
    manifest = {
        "format": 1, "kind": "records", "connector": pull.source, "landed_at": datetime.now(UTC).isoformat(),
        "as_of": pull.as_of.isoformat(), "refused": dict(pull.refused), "streams": streams,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def filled_log(workspace: Workspace, *sources: DeclaredSource) -> Database:
    """The event log of all that is landed, in memory."""
    database = open_memory()
    database.run(load("eventlog", "schema.sql"))
    declared = {source.name: source for source in sources}
    fill_log(LogToBuild(database, workspace, landed_runs(workspace), calendar, declared), silent)
    return database


def log_of(workspace: Workspace, pulls: Sequence[Pull], *sources: DeclaredSource) -> Database:
    """Land the pulls in this order and fill the log."""
    for pull in pulls:
        land(workspace, pull)
    return filled_log(workspace, *sources)


def content(database: Database) -> str:
    return content_hash(database, [])


EVENTS = """
select object.object_id, event_type.name, event.ts, event.quality
from event join event_type using (type_no) join event_object using (event_no) join object using (object_no)
order by event.ts, event_type.name, object.object_id
"""


def events(database: Database) -> list[tuple[Any, ...]]:
    """Every event with each of its objects: id, type, time, quality."""
    return database.rows(EVENTS)


def attributes(database: Database, object_id: str) -> dict[str, str]:
    """The last known values of an object."""
    return dict(
        database.rows(
            "select name, arg_max(value, ts) from object_attribute join object using (object_no) "
            "where object_id = $object_id group by name",
            object_id=object_id,
        )
    )

"""An event-log file read, landed, built and opened: the whole way that an import takes, without the command line."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from core.access import Viewer
from core.calendars import calendar
from core.workspace import create_workspace, writing
from eventlog.build import build_generation
from eventlog.exchange.records import SCHEMAS
from eventlog.landed import landed_runs
from eventlog.reading import EventLog, open_log
from ingest.landing import RunFolder

Reader = Callable[..., None]


class Landed:
    """A sink that keeps all rows, checking that each batch has its stream's schema."""

    def __init__(self) -> None:
        self.batches: dict[str, list[pa.RecordBatch]] = {}

    def write(self, stream: str, batch: pa.RecordBatch) -> None:
        assert batch.schema.equals(SCHEMAS[stream])
        batch.validate(full=True)
        self.batches.setdefault(stream, []).append(batch)

    def rows(self, stream: str) -> list[dict[str, Any]]:
        return pa.Table.from_batches(self.batches.get(stream, []), SCHEMAS[stream]).to_pylist()


class Counted:
    """A sink that only counts, by stream: rows, and rows in which a column has nothing."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.empty: Counter[tuple[str, str]] = Counter()

    def write(self, stream: str, batch: pa.RecordBatch) -> None:
        self.rows[stream] += batch.num_rows
        self.empty.update({(stream, name): batch[name].null_count for name in batch.schema.names})


def landed(reader: Reader, path: Path, **options: Any) -> Landed:
    sink = Landed()
    reader(path, sink, **options)
    return sink


def built_log(reader: Reader, path: Path, root: Path, described: Mapping[str, Any] | None = None) -> EventLog:
    """The log in a workspace of its own, opened. `described` adds to what the manifest says of the run."""
    workspace = create_workspace(root)
    manifest = {
        "kind": "log",
        "process": "work",
        "object_type": "case",
        "system": "test",
        "title": "Work",
        "flat_cases": True,
        **(described or {}),
    }
    with writing(workspace):
        with RunFolder(workspace, "test") as run:
            reader(path, run)
            run.commit(manifest)
        build_generation(workspace, landed_runs(workspace), calendar)
    return open_log(workspace, Viewer.owner())

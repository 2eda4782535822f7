"""Ledger systems served on loopback, pulled through firm.toml as a firm would, and the log that is built of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from core.calendars import calendar
from core.database import Database, open_memory
from core.progress import silent
from core.sql import load
from core.workspace import Workspace, create_workspace
from eventlog.build import LogToBuild, fill_log
from eventlog.landed import landed_runs
from ingest.pull import probe_source, pull_source
from ingest.source import Missing, Pulled
from ingest.source_settings import configured_source, configured_sources
from simulator.interfaces import coupa, netsuite
from simulator.interfaces.serving import Served, serve
from simulator.state import State

ZONE = "America/Los_Angeles"
QUICK = "first_wait = 0.01\nlongest_wait = 0.05\n"


@contextmanager
def serving(state: State, moment: datetime | None = None, **vendors: Any) -> Iterator[dict[str, Served]]:
    """The interfaces of some vendors over one firm: `serving(state, netsuite=netsuite)`."""
    served = {name: serve(vendor, state, moment=moment) for name, vendor in vendors.items()}
    try:
        yield served
    finally:
        for one in served.values():
            one.close()


def netsuite_settings(name: str, url: str) -> str:
    return (
        f'[sources.{name}]\nconnector = "netsuite"\nurl = "{url}"\nzone = "{ZONE}"\n'
        f'client_id = "{netsuite.SECRETS["client_id"]}"\ncertificate_id = "{netsuite.SECRETS["certificate_id"]}"\n'
        f'private_key = {{ file = "netsuite.pem" }}\n[sources.{name}.http]\n{QUICK}'
    )


def coupa_settings(name: str, url: str) -> str:
    return (
        f'[sources.{name}]\nconnector = "coupa"\nurl = "{url}"\nclient_id = "{coupa.SECRETS["client_id"]}"\n'
        f'client_secret = {{ file = "coupa.secret" }}\n[sources.{name}.http]\n{QUICK}'
    )


def firm(folder: Path, served: dict[str, Served]) -> Workspace:
    """A workspace whose firm.toml names what is served."""
    workspace = create_workspace(folder / "firm")
    (workspace.root / "netsuite.pem").write_text(netsuite.SECRETS["private_key"])
    (workspace.root / "coupa.secret").write_text(coupa.SECRETS["client_secret"])
    written = [
        (coupa_settings if name == "coupa" else netsuite_settings)(name, one.url) for name, one in served.items()
    ]
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(written))
    return workspace


def pull(workspace: Workspace, name: str) -> Pulled:
    return pull_source(workspace, configured_source(workspace, name))


def probe(workspace: Workspace, name: str) -> list[Missing]:
    return probe_source(configured_source(workspace, name))


def landed(workspace: Workspace, source: str, stream: str) -> list[dict[str, Any]]:
    """Every row that landed of a stream, oldest first, with what is there."""
    runs = [run for run in landed_runs(workspace) if run.source == source]
    files = [path for run in runs if (path := run.stream(stream))]
    return [
        {name: value for name, value in row.items() if name not in ("_key", "_content") and value is not None}
        for path in files
        for row in pq.read_table(path).to_pylist()
    ]


def log(workspace: Workspace) -> Database:
    """The event log of all that is landed, in memory, without case tables."""
    database = open_memory()
    database.run(load("eventlog", "schema.sql"))
    declared = {name: source.for_the_build() for name, source in configured_sources(workspace).items()}
    fill_log(LogToBuild(database, workspace, landed_runs(workspace), calendar, declared), silent)
    return database


def log_events(database: Database, quality: str = "logged") -> pl.DataFrame:
    """Every event of a quality: type and time."""
    rows = database.rows(
        "select event_type.name, event.ts from event join event_type using (type_no) where quality = $quality",
        quality=quality,
    )
    return _sorted([(name, _moment(ts)) for name, ts in rows])


def true_events(state: State, moments: dict[str, list[tuple[str, Any]]]) -> pl.DataFrame:
    """What the state says happened: for each event type the tables, with the moment or a condition and the moment."""
    rows: list[tuple[str, datetime]] = []
    for event, places in moments.items():
        for table, place in places:
            column, condition = place if isinstance(place, tuple) else (place, pl.lit(True))
            told = state[table].filter(condition)[column].drop_nulls()
            rows += [(event, moment.astimezone(UTC).replace(microsecond=0, tzinfo=None)) for moment in told]
    return _sorted(rows)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return datetime.fromtimestamp(int(value) / 1_000_000, UTC).replace(tzinfo=None)


def _sorted(rows: list[tuple[str, datetime]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={"event": pl.String, "at": pl.Datetime("us")}, orient="row")
    return frame.sort("event", "at")

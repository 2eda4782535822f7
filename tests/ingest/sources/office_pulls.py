"""BambooHR, Concur and Microsoft Graph served on loopback, pulled through firm.toml, and the log built of it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

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
from simulator.interfaces import bamboohr, concur, graph
from simulator.interfaces.serving import Served

VENDORS: dict[str, ModuleType] = {"bamboohr": bamboohr, "concur": concur, "graph": graph}
HIDDEN = ("api_key", "client_secret", "refresh_token")
PATIENCE = "first_wait = 0.01\nlongest_wait = 0.02\nattempts = 4\ntimeout = 5\n"


def firm(folder: Path, served: Served, name: str) -> Workspace:
    """A workspace whose firm.toml names one source, which is served."""
    folder.mkdir(exist_ok=True)
    workspace = create_workspace(folder / "firm")
    settings = [f"[sources.{name}]", f'connector = "{name}"', f'url = "{served.url}"']
    if name == "graph":
        settings.append(f'login_url = "{served.url}"')
    for key, value in VENDORS[name].SECRETS.items():
        if key in HIDDEN:
            (workspace.root / f"{key}.secret").write_text(value)
            settings.append(f'{key} = {{ file = "{key}.secret" }}')
        else:
            settings.append(f'{key} = "{value}"')
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(settings) + f"\n[sources.{name}.http]\n{PATIENCE}")
    return workspace


def pull(workspace: Workspace) -> Pulled:
    (source,) = configured_sources(workspace).values()
    return pull_source(workspace, source)


def probe(workspace: Workspace) -> list[Missing]:
    (name,) = configured_sources(workspace)
    return probe_source(configured_source(workspace, name))


def landed(workspace: Workspace, stream: str) -> list[dict[str, Any]]:
    """Every row that landed of a stream, oldest first, with what is there."""
    files = [path for run in landed_runs(workspace) if (path := run.stream(stream))]
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


def events(database: Database, object_type: str) -> list[tuple[Any, ...]]:
    """Type, object and time of every event with an object of a type, by object and time."""
    return database.rows(
        "select event_type.name, object.object_id, event.ts from event join event_type using (type_no) "
        "join event_object using (event_no) join object using (object_no) "
        "join object_type on object_type.type_no = object.type_no where object_type.name = $object_type "
        "order by object.object_id, event.ts, event_type.name",
        object_type=object_type,
    )


def values(database: Database, object_id: str, name: str) -> list[tuple[str, Any]]:
    """The values that an attribute of an object had, with their times."""
    return database.rows(
        "select value, ts from object_attribute join object using (object_no) "
        "where object_id = $object_id and name = $name order by ts",
        object_id=object_id, name=name,
    )  # fmt: skip


def related(database: Database, object_id: str) -> list[tuple[str, str]]:
    """What an object is related to, and as what."""
    return database.rows(
        "select target.object_id, qualifier from object_object "
        "join object as origin on origin.object_no = from_object_no "
        "join object as target on target.object_no = to_object_no where origin.object_id = $object_id order by all",
        object_id=object_id,
    )


def set_apart(database: Database) -> set[tuple[str, str]]:
    """Stream and key of the records that cannot be used."""
    return {(stream, key) for stream, key in database.rows("select stream, key from quarantine")}

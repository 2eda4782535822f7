"""The logs that are measured: a workspace with a generated log, and the same log as Parquet and as XES."""

import time
from pathlib import Path

from benchmarks.synthetic_log import write_synthetic_log
from core.access import Viewer
from core.calendars import calendar
from core.database import BUILDER, Limits, open_writer
from core.workspace import Workspace, create_workspace
from eventlog.case_tables.build import build_case_tables
from eventlog.exchange import write_xes
from eventlog.generations import FORMAT, part_file, publish
from eventlog.process_declaration import ProcessDeclaration
from eventlog.reading import EventLog, open_log

PROCESS = "project_to_cash"
TABLES = "tables.duckdb"


def workspace_in(folder: Path) -> Workspace:
    return Workspace(folder / "firm")


def opened(folder: Path) -> EventLog:
    """The generation that `build` made in this folder."""
    return open_log(workspace_in(folder), Viewer.owner())


def write_tables(folder: Path, events: int) -> None:
    """The object-centric tables of a generated log, on which every build of it starts."""
    (folder / "log").mkdir(parents=True, exist_ok=True)
    with open_writer(folder / "log" / TABLES) as database:
        write_synthetic_log(database, events)


def build(folder: Path, calendar_name: str | None = None, limits: Limits = BUILDER) -> dict[str, list[float]]:
    """Build the case tables from the object-centric ones and publish them; how long the building alone took."""
    workspace = create_workspace(folder / "firm")
    part = part_file(workspace)
    (folder / "log" / TABLES).replace(part)
    declaration = ProcessDeclaration(
        name=PROCESS, title="Project to cash", object_type="project", calendar=calendar_name
    )
    with open_writer(part, limits, workspace.temporary) as database:
        started = time.perf_counter()
        build_case_tables(database, declaration, calendar, sources_vary=True)
        database.run("checkpoint")
        seconds = time.perf_counter() - started
        events = database.value("select count(*) from event")
    publish(workspace, part, {"format": FORMAT, "processes": [PROCESS]})
    return {"seconds": [seconds], "events": [events]}


def write_parquet(folder: Path) -> Path:
    """The log as pm4py reads it, in the order of its file."""
    path = folder / "log.parquet"
    with opened(folder) as log:
        log.database.run(
            'copy (select object.object_id as "case:concept:name", event_type.name as "concept:name", '
            'event.ts::timestamptz as "time:timestamp" from event join event_object using (event_no) '
            "join object using (object_no) join event_type on event_type.type_no = event.type_no "
            f"order by event.event_no) to '{path}' (format parquet)"
        )
    return path


def write_log_file(folder: Path) -> Path:
    """The log as a packed XES file."""
    path = folder / "log.xes.gz"
    with opened(folder) as log:
        write_xes.write(log, PROCESS, path)
    return path

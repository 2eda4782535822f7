"""The published log with a place beside it in which definitions are tried: a database in memory, of which nothing is
published and nothing stays."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from core.access import Viewer
from core.database import Database, Limits, open_memory
from core.errors import NotFound
from core.sql import literal, quoted
from core.workspace import Workspace
from eventlog.reading import EventLog, open_log
from metrics.narrowing import WITHOUT_BUSINESS
from metrics.shares import SCHEMA, keep_base_currency, nothing_kept

PUBLISHED = quoted("the published generation")
PREFIX = "trial-"


@contextmanager
def scratch(workspace: Workspace, limits: Limits) -> Iterator[EventLog]:
    """The current generation for its owner, in a database that can be written: its tables can be read, its shares of
    indicators are not there. NotFound where nothing is published yet."""
    with ExitStack() as stack:
        published = stack.enter_context(open_log(workspace, Viewer.owner()))
        folder = stack.enter_context(_own_folder(workspace))
        database = stack.enter_context(open_memory(limits, folder))
        file = workspace.generation_file(published.generation)
        database.run(f"attach {literal(file)} as {PUBLISHED} (read_only)")
        _show_all(database)
        # the statement of a rule or an indicator is run before it is approved: it gets at nothing but this log
        database.run("set enable_external_access = false; set lock_configuration = true")
        yield EventLog(workspace, published.generation, published.manifest, published.viewer, database)


def ready_for_business(log: EventLog) -> None:
    """Make the place for shares of indicators; NotFound of a log that holds nothing of the business."""
    if not log.database.value("select count(*) from duckdb_views() where schema_name = 'fact' and view_name = 'span'"):
        raise NotFound(WITHOUT_BUSINESS)
    nothing_kept(log.database)
    keep_base_currency(log.database)


def _show_all(database: Database) -> None:
    tables = database.rows(
        "select schema_name, table_name from duckdb_tables() where database_name = $name "
        "union all select schema_name, view_name from duckdb_views() where database_name = $name and not internal",
        name=PUBLISHED.strip('"'),
    )
    shown = [(schema, table) for schema, table in tables if schema != SCHEMA]
    statements = [f"create schema if not exists {quoted(schema)}" for schema in sorted({schema for schema, _ in shown})]
    statements += [
        f"create view {quoted(schema)}.{quoted(table)} as from {PUBLISHED}.{quoted(schema)}.{quoted(table)}"
        for schema, table in shown
    ]
    database.run("; ".join(statements))


@contextmanager
def _own_folder(workspace: Workspace) -> Iterator[Path]:
    """A folder for what does not fit into memory. Locked as long as it is used: what a killed trial left is removed by
    the next."""
    workspace.temporary.mkdir(exist_ok=True)
    remove_left(workspace)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=workspace.temporary))
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remove_left(workspace: Workspace) -> None:
    """Remove the folders of trials that are no more."""
    for folder in workspace.temporary.glob(f"{PREFIX}*"):
        _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    try:
        lock = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        # a trial is at work in it
        return
    finally:
        os.close(lock)

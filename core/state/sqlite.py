"""What SQLite must be told on every connection (SQLAlchemy does none of it by itself), and its errors in our words."""

import time
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection

from core.errors import BadInput, TraceworkError, WorkspaceBusy
from core.workspace import full_disk

BUSY_SECONDS = 5


def prepare_sqlite(engine: Engine, path: Path) -> None:
    """Foreign keys on, patience with other writers, real transactions, errors in our words."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _: object) -> None:
        # the driver would open transactions by guess; `on_begin` opens them instead
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("pragma foreign_keys = on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", "deferred")
        if kind != "none":
            connection.exec_driver_sql(f"begin {kind}")

    @event.listens_for(engine, "handle_error")
    def on_error(context: ExceptionContext) -> None:
        told = in_our_words(str(context.original_exception), path)
        if told:
            raise told from context.original_exception


def turn_on_write_ahead(engine: Engine) -> None:
    """Readers and one writer at the same time. The file remembers it, so only the first to open it does this."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with engine.connect().execution_options(sqlite_begin="none") as connection:
                connection.exec_driver_sql("pragma journal_mode = wal")
            return
        except WorkspaceBusy:
            # SQLite does not wait by itself when two processes switch at once
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def in_our_words(text: str, path: Path) -> TraceworkError | None:
    """The user's errors among SQLite's; the others are ours and keep their traceback."""
    if "locked" in text:
        return WorkspaceBusy(
            f"{path} is being written by another process, which did not finish within {BUSY_SECONDS} seconds. "
            "Nothing was changed; try again in a moment."
        )
    # past a limit on the size of a file SQLite speaks of an I/O error
    if "disk is full" in text or "disk I/O error" in text:
        return full_disk(path)
    if "not a database" in text or "malformed" in text:
        return BadInput(
            f"{path} is damaged or not a state database (SQLite says: {text}). Put back a copy of it, or move it away "
            "to start with an empty one; the event log is not in it and stays."
        )
    if "unable to open" in text or "readonly" in text:
        return BadInput(
            f"{path} cannot be opened for writing (SQLite says: {text}). Check who owns the workspace folder and that "
            "the disk is not mounted read-only."
        )
    return None

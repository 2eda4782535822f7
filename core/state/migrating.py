"""Bringing a state database forward to what this program knows, under the write lock, all or nothing."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from core.errors import WorkspaceNewer

VERSION_FILE = re.compile(r"v(\d{4})_\w+\.py")

ONE_AT_A_TIME = 7231601
"""The lock in PostgreSQL that who migrates a state holds; in SQLite every writer is alone anyway."""

Opening = Callable[[], AbstractContextManager[Connection]]


def migrate(reading: Opening, writing: Opening, place: str) -> None:
    """Apply every migration that the database has not had. Refuses one that a later program has migrated."""
    with reading() as connection:
        if _is_current(connection, place):
            return
    with writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        # another process may have migrated it while this one waited for the lock
        if not _is_current(connection, place):
            _upgrade(connection)


def known_versions() -> list[str]:
    """The versions in the order of the history."""
    names = (file.name for file in files("core.state.migrations.versions").iterdir())
    return sorted(found[1] for name in names if (found := VERSION_FILE.fullmatch(name)))


def _is_current(connection: Connection, place: str) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    found, known = connection.scalar(text("select version_num from alembic_version")), known_versions()
    if found not in known:
        raise WorkspaceNewer(
            f"{place} has version {found}, and this program knows up to {known[-1]}. "
            "Install the newer Tracework that wrote it; nothing was changed."
        )
    return bool(found == known[-1])


def _upgrade(connection: Connection) -> None:
    # takes half a second to load, and is needed only once per program version
    from alembic import command
    from alembic.config import Config

    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", "core.state:migrations")
    command.upgrade(settings, "head")

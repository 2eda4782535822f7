"""Temporary tables under the names of the log's own: the mapping of records fills them in their stead.

A temporary table hides the one of the generation, which is still there as `main.<name>`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from core.database import Database

SHADOWED = (
    "object", "object_attribute", "object_key", "event", "event_attribute", "event_object", "object_object", "evidence",
    "quarantine", "unplaced", "mended", "drift",
)  # fmt: skip


@contextmanager
def shadowed(database: Database) -> Iterator[None]:
    """Hide the log's tables behind empty ones of the same columns."""
    for name in SHADOWED:
        database.run(f"create temp table {name} as from {generation(database)}.{name} limit 0")
    try:
        yield
    finally:
        for name in SHADOWED:
            database.run(f"drop table temp.{name}")


def generation(database: Database) -> str:
    """The schema of the generation itself, whatever hides it."""
    name = str(database.value("select current_database()"))
    return '"' + name.replace('"', '""') + '".main'

"""A generation's content as one hash: two builds of the same records agree, whatever their order or numbering."""

import hashlib

from core.database import Database
from core.sql import load, quoted


def content_hash(database: Database, processes: list[str]) -> str:
    """The hash over all natural keys and values of the event log and of the steps of each process, in hexadecimal.

    It rests on DuckDB's own hash, so it compares builds by one version of the program.
    """
    parts = [("log", *part) for part in database.rows(load("eventlog", "content_hash.sql"))]
    for name in sorted(processes):
        statement = load("eventlog", "content_hash_of_steps.sql").replace("{process}", quoted(name))
        parts += [(name, *part) for part in database.rows(statement)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()

"""A generation's content as one hash: two builds of the same records agree, whatever their order or numbering.

It is made of parts, a count and a sum of hashes each. A build that only changes some rows takes what they hashed to out
of their part and adds what they hash to now. It rests on DuckDB's own hash: it compares builds by one version.
"""

import hashlib
from collections.abc import Iterable, Mapping

from core.database import Database
from core.sql import load, quoted

Parts = dict[tuple[str, str], tuple[int, int]]
"""How many rows each part has and the sum of their hashes, by 'log' or the process, and the part."""

TABLES = (
    "object", "event", "event_object", "event_attribute", "object_attribute", "object_object", "quarantine",
    "evidence", "object_key", "identity", "identity_suggestion", "conflict",
)  # fmt: skip
STEPS = "steps"
OBJECTS_OF = {
    "object": ("object_no",), "event_object": ("object_no",), "object_attribute": ("object_no",),
    "object_object": ("from_object_no", "to_object_no"), "object_key": ("object_no",),
    "identity": ("object_no", "canonical_no"), "identity_suggestion": ("left_no", "right_no"),
    "conflict": ("object_no",),
}  # fmt: skip
EVENTS_OF = ("event_object", "event_attribute", "evidence")
"""Which columns of which tables name objects and events."""


def content_hash(database: Database, processes: list[str]) -> str:
    """The hash over all natural keys and values of the event log and of the steps of each process, in hexadecimal."""
    parts = log_parts(database)
    for name in sorted(processes):
        parts |= step_parts(database, name)
    keep_parts(database, parts)
    return hash_of(parts)


def hash_of(parts: Parts) -> str:
    """The one hash that stands for all parts."""
    listed = [(*name, rows, code) for name, (rows, code) in sorted(parts.items()) if rows]
    return hashlib.sha256(repr(listed).encode()).hexdigest()


def log_parts(database: Database, relations: Mapping[str, str] | None = None) -> Parts:
    """The parts of the event log, of all rows or of those in `relations`, by table; a table not among them has none."""
    pieces = {table: table for table in TABLES} | {"of_objects": "", "of_events": ""}
    if relations is not None:
        pieces = {table: f"{table}_part" for table in TABLES} | _only(database, relations)
    statement = load("eventlog", "content_hash.sql")
    for name, piece in pieces.items():
        statement = statement.replace("{" + name + "}", piece)
    counted = {("log", part): (rows, int(code)) for part, rows, code in database.rows(statement)}
    if relations is not None:
        for name in (*(f"{table}_part" for table in TABLES), "object_of_part", "event_of_part"):
            database.run(f"drop table {name}")
    return counted


def _only(database: Database, relations: Mapping[str, str]) -> dict[str, str]:
    """Make a table of the rows of each of `relations`, and conditions for the objects and events that they name: that
    there are few of them is then known before anything is joined to all objects."""
    nothing = {table: f"(from {table} limit 0)" for table in TABLES}
    for table, relation in (nothing | dict(relations)).items():
        database.run(f"create or replace temp table {table}_part as select * from {relation} as part")
    objects = [f"select {column} from {table}_part" for table, columns in OBJECTS_OF.items() for column in columns]
    events = [f"select event_no from {table}_part" for table in EVENTS_OF]
    for name, numbers in (("object", objects), ("event", events)):
        database.run(
            f"create or replace temp table {name}_of_part as "
            f"select distinct {name}_no from ({' union all '.join(numbers)}) as named ({name}_no)"
        )
    return {
        "of_objects": "where object.object_no in (select object_no from object_of_part)",
        "of_events": "where event_no in (select event_no from event_of_part)",
    }


def step_parts(database: Database, process: str, cases: str = "") -> Parts:
    """The part of a process's steps; of the cases whose `case_no` is in the relation `cases`, or of all."""
    statement = load("eventlog", "content_hash_of_steps.sql").replace("{process}", quoted(process))
    statement = statement.replace("{cases}", f"where case_no in (select case_no from {cases})" if cases else "")
    rows, code = database.row(statement)
    return {(process, STEPS): (rows, int(code))}


def keep_parts(database: Database, parts: Parts) -> None:
    """Store the parts with the generation, for the build that goes on from it."""
    rows = [(scope, part, count, str(code)) for (scope, part), (count, code) in sorted(parts.items())]
    names, kinds = ("scope", "part", "rows", "code"), ("varchar", "varchar", "bigint", "varchar")
    values = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    columns = ", ".join(f"unnest(${name}::{kind}[]) as {name}" for name, kind in zip(names, kinds, strict=True))
    database.run(f"create or replace table content_part as select {columns}", **values)


def kept_parts(database: Database) -> Parts:
    """The parts that were stored with the generation."""
    rows = database.rows("select scope, part, rows, code from content_part")
    return {(scope, part): (count, int(code)) for scope, part, count, code in rows}


def exchanged(parts: Parts, gone: Iterable[Parts], come: Iterable[Parts]) -> Parts:
    """The parts without what is gone and with what has come."""
    changed = dict(parts)
    for sign, every in ((-1, gone), (1, come)):
        for each in every:
            for name, (rows, code) in each.items():
                before_rows, before_code = changed.get(name, (0, 0))
                changed[name] = (before_rows + sign * rows, before_code + sign * code)
    return changed

"""Where something in the log comes from: the landed records behind an event, an object or a value, as they came; and
the other way, what a landed record became.

An observed event leads to its two snapshots, a derived one to its rule and all records it rests on, a mended record
also to the decision that mended it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import NotFound
from core.sql import literal, load
from eventlog.landed import LandedRun
from eventlog.reading import EventLog

READ_FROM = "read from"
"""Other roles are `the snapshot before`, `used by the rule` and `mended by`."""
OF_FILES, FLAT = ("events", "objects"), "rows"
OURS = ("_deleted", "_key", "_content", "file_row_number")


@dataclass(frozen=True)
class SourceRecord:
    """One landed record. `role` says how it bears on what is traced; `row` None: the whole pull, which did not have it.
    `content` is empty where the load is no longer in the landing."""

    source: str
    system: str
    run: str
    stream: str
    row: int | None
    role: str
    as_of: datetime | None = None
    content: Mapping[str, str] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """How `yielded_by` and the command line name it, such as psa/000001/Timecard/12."""
        return "/".join([self.source, self.run, self.stream, *([] if self.row is None else [str(self.row)])])


@dataclass(frozen=True)
class Traced:
    """Something in the log and the records behind it. `kind` is event, object or value; `name` its type, or that of the
    attribute; `value` is that of an attribute; `rule` is what derived it."""

    kind: str
    id: str
    name: str
    objects: tuple[str, ...] = ()
    at: datetime | None = None
    since: datetime | None = None
    quality: str | None = None
    doubt: str | None = None
    rule: str | None = None
    value: str | None = None
    records: tuple[SourceRecord, ...] = ()


@dataclass(frozen=True)
class Yielded:
    """A landed record and what was made of it; `refused` is why it was set apart."""

    record: SourceRecord
    things: tuple[Traced, ...]
    refused: str | None = None


def trace(log: EventLog, name: str) -> list[Traced] | Yielded:
    """What `name` names: an event by its number, an object by its id, a value as OBJECT#ATTRIBUTE, or a landed record
    as SOURCE/LOAD/STREAM/ROW. NotFound where it is none of these."""
    if name.isdecimal():
        return [lineage_of_event(log, int(name))]
    objects = lineage_of_object(log, name)
    if objects:
        return objects
    owner, mark, attribute = name.rpartition("#")
    if mark and (values := lineage_of_value(log, owner, attribute)):
        return values
    parts = name.split("/")
    if len(parts) == 4 and parts[3].isdecimal():
        return yielded_by(log, parts[0], parts[1], parts[2], int(parts[3]))
    _refuse_loads(log, name, parts)
    raise NotFound(
        f'Generation {log.generation} has nothing named "{name}". Name an event by its number, an object by its id '
        "such as crm:A1, one of its values as crm:A1#name, or a landed record as SOURCE/LOAD/STREAM/ROW."
    )


def _refuse_loads(log: EventLog, name: str, parts: list[str]) -> None:
    """Say of a load, or of a whole stream of one, where it is shown: it is no single thing."""
    load_of = "/".join(parts[:2])
    known = log.database.rows("select source.name, run from landed_run join source using (source_no)")
    if len(parts) in (2, 3) and tuple(parts[:2]) in known:
        what = "a load" if len(parts) == 2 else f"a stream of the load {load_of}"
        raise NotFound(
            f"{name} is {what}. `tracework runs {load_of}` shows it, and Data health at /health?load={load_of}."
        )


def lineage_of_event(log: EventLog, event_id: int) -> Traced:
    """An event and the records behind it."""
    found = log.database.rows(load("eventlog", "lineage_of_event.sql"), event_id=event_id)
    if not found:
        raise NotFound(f"Generation {log.generation} has no event {event_id}.")
    (number, name, at, since, quality, doubt, rule, objects) = found[0]
    records = _records(log, "lineage_records_of_event.sql", event_no=number)
    return Traced("event", str(event_id), name, tuple(objects), at, since, quality, doubt, rule, records=records)


def lineage_of_object(log: EventLog, object_id: str) -> list[Traced]:
    """The objects of that id, one a type, and the records that speak for them; those that only should be there lead to
    the records of what expects them."""
    found = log.database.rows(load("eventlog", "lineage_of_object.sql"), object_id=object_id)
    return [
        Traced(
            "object", object_id, name, since=since, rule=rule,
            records=_records(log, "lineage_records_of_object.sql", object_no=number),
        )
        for number, name, since, rule in found
    ]  # fmt: skip


def lineage_of_value(log: EventLog, object_id: str, attribute: str) -> list[Traced]:
    """Every value that an attribute of an object had, the latest first, and the record that told each."""
    found = log.database.rows(load("eventlog", "lineage_of_value.sql"), object_id=object_id, attribute=attribute)
    return [
        Traced("value", object_id, attribute, at=at, value=value, records=_recorded(log, [tuple(record)]))
        for at, value, *record in found
    ]


def yielded_by(log: EventLog, source: str, run: str, stream: str, row: int) -> Yielded:
    """What one landed record became."""
    place = {"source": source, "run": run, "stream": stream, "row": row}
    made = log.database.rows(load("eventlog", "lineage_forward.sql"), **place)
    refused = log.database.column(
        "select reason from quarantine where source = $source and run = $run and stream = $stream and row = $row",
        **place,
    )
    things = tuple(Traced(kind, identifier, name, at=at, value=value) for kind, identifier, name, at, value in made)
    nothing = NotFound(f"There is no record {source}/{run}/{stream}/{row} among what has landed.")
    if log.viewer.scopes and not things:
        # what became nothing that they see is nothing to them
        raise nothing
    (record,) = _recorded(log, [(source, source, run, stream, row, None, READ_FROM)])
    if not things and not refused and not record.content:
        raise nothing
    return Yielded(record, things, refused[0] if refused else None)


def _records(log: EventLog, statement: str, **number: int) -> tuple[SourceRecord, ...]:
    return _recorded(log, log.database.rows(load("eventlog", statement), **number))


def _recorded(log: EventLog, rows: list[Any]) -> tuple[SourceRecord, ...]:
    """Rows of source, system, run, stream, row, as_of and role, with what the records say."""
    found = []
    for source, system, run, stream, row, as_of, role in rows:
        landed = LandedRun(source, run, log.workspace.landing / source / run, {})
        if stream in OF_FILES and not landed.stream(stream):
            stream = FLAT
        content = _content(log, landed.stream(stream), row)
        found.append(SourceRecord(source, system, run, stream, row, role, as_of, content))
    return tuple(found)


def _content(log: EventLog, path: Path | None, row: int | None) -> dict[str, str]:
    """A landed record as text by column, without what is empty and without our own columns. It may name people in any
    of them, so who may not see names is shown none."""
    if path is None or row is None or not log.viewer.may_see_names:
        return {}
    names = [name for name, *_ in log.database.rows(f"describe select * from read_parquet({literal(path)})")]
    place = "row" if "row" in names else "file_row_number"
    told = log.database.column(
        # a name that no column has, or else the column is meant
        f'select to_json("the whole record") from (select * from read_parquet({literal(path)}, file_row_number = true) '
        f'where "{place}" = $row) as "the whole record"',
        row=row,
    )
    values = json.loads(told[0]) if told else {}
    return {name: _as_text(value) for name, value in values.items() if value is not None and name not in OURS}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

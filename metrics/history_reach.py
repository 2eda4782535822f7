"""How far a history reaches, told by the records that it is about: whether it is kept at all, since when, until when.

Records that changed after they came to be are held against what the history has of them. One of which nothing landed is
missing where at least a fifth of its records changed: the others may have had nothing to tell. One that is there
began late, or ended, where it is silent before its first record, or after its last, for more than two weeks and three
times its longest pause, and so many records changed then that hardly all of them (once in a million times, by the
share of changed records that it tells of otherwise) would have had nothing to tell. It takes twenty records to judge.

A field is not tracked where five records have another value of it than in an earlier pull, and the history has other
fields but never this one. What a first pull brings cannot show that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from core.database import Database
from core.sql import literal, load, quoted
from eventlog.record_mapping import ChangesOf, EventsOf
from eventlog.record_stream import Stream
from eventlog.records.casting import typed
from eventlog.records.declared_source import DeclaredSource

SETTLING, SHORTEST = timedelta(hours=1), timedelta(days=14)
"""A record that changes soon after it came to be is still being made; a silence that is shorter is none."""
LONGER, TIMES, CHANCE = 3, 20, 1e-6
CHANGING = 0.2
CHANGES = 5
SAMPLE = 50_000
"""Of longer streams a share of the records is looked at, about so many, each with all that is told of it."""
COLUMN, OF_A_FIELD = re.compile(r"r\.(\w+)"), re.compile(r"\br\.(\w+) = '([^']+)'")

MICROSECOND = timedelta(microseconds=1)

Files = Mapping[str, Sequence[Path]]
"""What has landed of each stream of a source, in the order of its pulls."""


class Reach(NamedTuple):
    """How many records a history is about and how many of them changed; since and until when, where not always."""

    records: int
    changed: int
    since: datetime | None
    until: datetime | None

    @property
    def kept_none(self) -> bool:
        """Whether a history of which nothing landed would have had something to tell."""
        return self.changed >= max(1, self.records * CHANGING)


def reaches(database: Database, source: DeclaredSource, history: Stream, files: Files) -> list[Reach]:
    """Of each stream of records that a history is about; not where their changes have no dates to hold it against."""
    return list(_reaches(database, source, history, files))


def untracked_fields(database: Database, source: DeclaredSource, history: Stream, files: Files) -> set[str]:
    """The fields that are read from a history, have changed, and never occur in it."""
    found: set[str] = set()
    for column, fields in _fields_read(source, history).items():
        seen = _seen(database, files[history.name], column)
        for name in history.references.values() if seen else ():
            absent = [field for field in sorted(fields - seen) if field in source.stream(name).columns]
            found |= {field for field in absent if _changes(database, source.stream(name), files, field) >= CHANGES}
    return found


def field_of(where: str) -> str:
    """The field that a declaration reads of a history of fields; nothing where it names none."""
    told = OF_A_FIELD.search(where)
    return told.group(2) if told else ""


def _reaches(database: Database, source: DeclaredSource, history: Stream, files: Files) -> Iterator[Reach]:
    for about, name in history.references.items():
        records = source.stream(name)
        created = _created(source, records)
        if not (created and records.cursor and history.cursor and files.get(name)):
            continue
        pieces = {
            "about": quoted(about), "record": _text(records.key),
            "told_at": _time(source, history, history.cursor),
            "history": _rows(database, history, files, about, history.cursor),
            "changed_at": _time(source, records, records.cursor), "created_at": _time(source, records, created),
            "records": _rows(database, records, files, *records.key, records.cursor, created),
        }  # fmt: skip
        statement = load("metrics", "history_reach.sql")
        for piece, text in pieces.items():
            statement = statement.replace(f"{{{piece}}}", text)
        (row,) = database.rows(
            statement, every=1 + _size(database, files[name]) // SAMPLE, times=TIMES, chance=CHANCE, longer=LONGER,
            settling_us=SETTLING // MICROSECOND, shortest_us=SHORTEST // MICROSECOND,
        )  # fmt: skip
        yield Reach(*row)


def _created(source: DeclaredSource, stream: Stream) -> str:
    """The column that says when a record came to be; nothing where none alone does."""
    told = (COLUMN.fullmatch(each.since) for each in source.yields.objects if each.stream == stream.name and each.since)
    return next((each.group(1) for each in told if each and each.group(1) in stream.columns), "")


def _rows(database: Database, stream: Stream, files: Files, *columns: str) -> str:
    """Some columns of the landed rows of a stream, empty where they never came; no row where nothing landed."""
    paths = files.get(stream.name, ())
    came = database.column(f"select column_name from (describe {_parquet(paths)})") if paths else []
    wanted = {**dict.fromkeys(columns, "varchar"), "_deleted": "boolean"}
    told = [quoted(name) if name in came else f"null::{kind} as {quoted(name)}" for name, kind in wanted.items()]
    return f"(select {', '.join(told)} {_parquet(paths) if paths else 'where false'})"


def _parquet(paths: Sequence[Path], more: str = "") -> str:
    return f"from read_parquet([{', '.join(map(literal, paths))}], union_by_name = true{more})"


def _size(database: Database, paths: Sequence[Path]) -> int:
    size: int = database.value(f"select count(*) {_parquet(paths)}")
    return size


def _text(key: Sequence[str]) -> str:
    return " || '/' || ".join(quoted(name) for name in key)


def _time(source: DeclaredSource, stream: Stream, column: str) -> str:
    return typed(f"r.{quoted(column)}", stream.columns[column], source.zone)


def _fields_read(source: DeclaredSource, history: Stream) -> dict[str, set[str]]:
    """The fields that declarations read of a history, by the column that names them there."""
    read: dict[str, set[str]] = {}
    declared: list[EventsOf | ChangesOf] = [*source.yields.events, *source.yields.changes]
    for each in declared:
        told = OF_A_FIELD.search(each.where) if each.stream == history.name else None
        if told and told.group(1) in history.columns:
            read.setdefault(told.group(1), set()).add(told.group(2))
    return read


def _seen(database: Database, paths: Sequence[Path], column: str) -> set[str]:
    return set(
        database.column(f"select distinct {quoted(column)} {_parquet(paths)} where {quoted(column)} is not null")
    )


def _changes(database: Database, stream: Stream, files: Files, field: str) -> int:
    """How often a record came with another value of a field than in a pull before it, of those that had the field."""
    paths = files.get(stream.name, ())
    schemas = f"from parquet_schema([{', '.join(map(literal, paths))}])"
    having = set(database.column(f"select file_name {schemas} where name = $field", field=field)) if paths else set()
    wanted = [path for path in paths if str(path) in having]
    if len(wanted) < 2:
        return 0
    statement = load("metrics", "changes_between_pulls.sql").replace("{record}", _text(stream.key))
    statement = statement.replace("{field}", quoted(field)).replace("{files}", _parquet(wanted, ", filename = true"))
    every = 1 + _size(database, wanted[1:]) // SAMPLE
    number: int = database.value(statement, paths=[str(path) for path in wanted], every=every)
    return number

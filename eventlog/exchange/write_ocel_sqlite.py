"""Writes OCEL 2.0 as SQLite with every primary and foreign key the standard asks for, each checked as it is written."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from core.errors import WrongUse
from core.sql import load, quoted
from core.workspace import full_disk
from eventlog.exchange.ocel_content import Declared, OcelContent, OcelEvent, OcelObject
from eventlog.exchange.write_ocel_json import INITIAL
from eventlog.exchange.written_file import whole_file
from eventlog.reading import EventLog

_SQL_TYPES = {"string": "TEXT", "time": "TIMESTAMP", "integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN"}
# Names of other tables begin with event_ and object_ too.
_TAKEN = ("map_type", "object")
_MOST_COLUMNS = 1900
_LONGEST_NAME = 60
_TOGETHER = 5_000

Row = tuple[Any, ...]


def write(log: EventLog, process: str | None, path: Path) -> None:
    """The whole log, or the events of one process with their objects."""
    with OcelContent(log, process) as content, whole_file(path) as part:
        try:
            with closing(sqlite3.connect(part)) as database:
                database.execute("pragma foreign_keys = on")
                database.execute("pragma journal_mode = off")
                database.executescript(load("eventlog.exchange", "ocel_tables.sql"))
                database.execute("begin")
                _OcelTables(database, content).fill()
                database.execute("commit")
        except sqlite3.OperationalError as error:
            raise _in_our_words(error, path) from None


def _in_our_words(error: sqlite3.OperationalError, path: Path) -> Exception:
    if "full" in str(error) or "disk I/O" in str(error):
        return full_disk(path)
    return error


class _OcelTables:
    def __init__(self, database: sqlite3.Connection, content: OcelContent) -> None:
        self.database = database
        self.content = content

    def fill(self) -> None:
        objects = self._type_tables("object", self.content.object_types)
        for batch in _batches(self.content.objects()):
            self._objects(batch, objects)
        # Objects refer to objects that come later, so their relations come when all are there.
        self._insert("object_object", 3, self.content.object_relations())
        events = self._type_tables("event", self.content.event_types)
        for batch in _batches(self.content.events()):
            self._events(batch, events)

    def _type_tables(self, what: str, declared: Declared) -> dict[str, "_TypeTable"]:
        tables = {}
        for name, mapped in mapped_names(declared).items():
            tables[name] = table = _TypeTable(what, mapped, name, declared[name])
            self.database.execute(f"insert into {what}_map_type values (?, ?)", (name, mapped))
            self.database.execute(table.definition)
        return tables

    def _objects(self, batch: list[OcelObject], tables: Mapping[str, "_TypeTable"]) -> None:
        self._insert("object", 2, ((each.id, each.type) for each in batch))
        rows: dict[str, list[Row]] = {}
        for each in batch:
            table, own = tables[each.type], rows.setdefault(each.type, [])
            own.append((each.id, INITIAL, None, *table.cells(each.initial)))
            own += [(each.id, time, name, *table.cells([(name, value)])) for name, value, time in each.changes]
        self._insert_by_type(tables, rows)

    def _events(self, batch: list[OcelEvent], tables: Mapping[str, "_TypeTable"]) -> None:
        self._insert("event", 2, ((each.id, each.type) for each in batch))
        rows: dict[str, list[Row]] = {}
        for each in batch:
            rows.setdefault(each.type, []).append((each.id, each.time, *tables[each.type].cells(each.values)))
        self._insert_by_type(tables, rows)
        relations = ((each.id, target, qualifier) for each in batch for target, qualifier in each.relations)
        self._insert("event_object", 3, relations)

    def _insert_by_type(self, tables: Mapping[str, "_TypeTable"], rows: Mapping[str, list[Row]]) -> None:
        for name, own in rows.items():
            self._insert(tables[name].table, len(own[0]), own)

    def _insert(self, table: str, width: int, rows: Iterable[Row]) -> None:
        self.database.executemany(f"insert into {quoted(table)} values ({', '.join('?' * width)})", rows)


class _TypeTable:
    """The table of one type: its definition, and its cells for the values of one record."""

    def __init__(self, what: str, mapped: str, name: str, attributes: Mapping[str, str]) -> None:
        if len(attributes) > _MOST_COLUMNS:
            raise WrongUse(
                f"Type {name!r} has {len(attributes):,} attributes, and a SQLite table holds 2,000 columns at most. "
                "Export as OCEL JSON or XML instead."
            )
        self.table = f"{what}_{mapped}"
        self._kinds = attributes
        self._columns = column_names(attributes)
        self._places = {attribute: place for place, attribute in enumerate(attributes)}
        key = " PRIMARY KEY" if what == "event" else " NOT NULL"
        changed = ', "ocel_changed_field" TEXT' if what == "object" else ""
        columns = "".join(
            f", {quoted(column)} {_SQL_TYPES[attributes[attribute]]}" for attribute, column in self._columns.items()
        )
        self.definition = (
            f'CREATE TABLE {quoted(self.table)} ("ocel_id" TEXT{key}, "ocel_time" TIMESTAMP{changed}{columns}, '
            f'FOREIGN KEY ("ocel_id") REFERENCES "{what}" ("ocel_id"))'
        )

    def cells(self, values: Iterable[tuple[str, str | None]]) -> list[Any]:
        """The attributes' cells. SQLite itself turns texts of numbers into numbers by the column's type."""
        cells: list[Any] = [None] * len(self._places)
        for name, value in values:
            if self._kinds[name] == "boolean" and value in ("true", "false"):
                cells[self._places[name]] = int(value == "true")
            else:
                cells[self._places[name]] = value
        return cells


def mapped_names(types: Iterable[str]) -> dict[str, str]:
    """For each type the part of its table's name: what can be read, and no two alike where case does not count."""
    return _apart(types, lambda name: re.sub(r"\W", "", name)[:_LONGEST_NAME] or "type", _TAKEN)


def column_names(attributes: Iterable[str]) -> dict[str, str]:
    """For each attribute its column: its own name, unless one alike is there."""
    return _apart(attributes, lambda name: name or "attribute", ("ocel_id", "ocel_time", "ocel_changed_field"))


def _apart(names: Iterable[str], shortened: Callable[[str], str], taken: Iterable[str]) -> dict[str, str]:
    used = {name.lower() for name in taken}
    apart = {}
    for name in names:
        wanted = chosen = shortened(name)
        number = 2
        while chosen.lower() in used:
            chosen = f"{wanted}_{number}"
            number += 1
        used.add(chosen.lower())
        apart[name] = chosen
    return apart


def _batches(records: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(records, _TOGETHER)):
        yield batch

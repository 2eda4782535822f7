"""Reads OCEL 2.0 from its SQLite format: tables event, object, their relations, and one table for each type."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.progress import Progress, silent
from core.sql import quoted
from eventlog.exchange.log_rows import EVENT_TYPE, OBJECT_TYPE
from eventlog.exchange.ocel_landing import OcelLanding
from eventlog.exchange.ocel_values import sql_type_name
from eventlog.exchange.records import Sink

COLUMNS = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_map_type": ("ocel_type", "ocel_type_map"),
    "object_map_type": ("ocel_type", "ocel_type_map"),
    "event_object": ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    "object_object": ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
}
# Records that have no place of their own in the table event are numbered from here.
FIRST_SPARE_ROW = 1 << 40
_SQLITE_MAGIC = b"SQLite format 3\x00"


def read(path: Path, sink: Sink, progress: Progress = silent, *, zone: str | None = None) -> None:
    """Land the log. Times without a zone are UTC, unless `zone` says otherwise."""
    _check_magic(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            connection.execute("pragma trusted_schema = off")
            landing = OcelLanding(sink, zone, spare_rows_after=FIRST_SPARE_ROW)
            _OcelFile(path, connection, landing, progress).read()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise BadInput(
            f"{path} cannot be read as a SQLite database: {error}. It may be damaged or incomplete. Nothing was "
            "imported. Copy or export the file again, then import it again."
        ) from None


@dataclass(frozen=True)
class _TypeTable:
    """The table of one event type or object type; `attributes` are its columns' names and types."""

    type: str
    table: str
    attributes: dict[str, str]


class _OcelFile:
    def __init__(self, path: Path, connection: sqlite3.Connection, landing: OcelLanding, progress: Progress) -> None:
        self.path = path
        self.connection = connection
        self.landing = landing
        self.progress = progress
        self.tables = {
            str(name).lower(): str(name)
            for (name,) in connection.execute("select name from sqlite_master where type in ('table', 'view')")
        }

    def read(self) -> None:
        self._check_tables()
        event_tables = self._type_tables("event", EVENT_TYPE)
        object_tables = self._type_tables("object", OBJECT_TYPE)
        steps = len(event_tables) + len(object_tables) + 2
        for done, table in enumerate(object_tables):
            self.progress(done / steps, f"Reading objects of type {table.type}")
            self._objects(table)
        for done, table in enumerate(event_tables, len(object_tables)):
            self.progress(done / steps, f"Reading events of type {table.type}")
            self._events(table)
        self._unknown_types("object", object_tables)
        self._unknown_types("event", event_tables)
        self.progress((steps - 2) / steps, "Reading relations")
        self._relations()
        self.landing.finish(self.path)
        self.progress(1.0, f"Read {self.path.name}")

    def _check_tables(self) -> None:
        missing = [name for name in COLUMNS if name not in self.tables]
        if missing:
            found = ", ".join(sorted(self.tables.values())[:12]) or "none"
            raise BadInput(
                f"{self.path} is a SQLite database but no OCEL 2.0 log: the table{'s' if len(missing) > 1 else ''} "
                f"{', '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing (found: {found}). Nothing was "
                "imported. Export the log as OCEL 2.0 SQLite."
            )
        for table, columns in COLUMNS.items():
            self._check_columns(self.tables[table], columns)

    def _check_columns(self, table: str, needed: tuple[str, ...]) -> None:
        columns = self._columns(table)
        if absent := [name for name in needed if name not in columns]:
            raise BadInput(
                f"{self.path}: the table {table} has no column {', '.join(absent)}, which OCEL 2.0 asks for (found: "
                f"{', '.join(columns)}). Nothing was imported. Export the log again as OCEL 2.0 SQLite."
            )

    def _columns(self, table: str) -> dict[str, str]:
        return {row[1]: row[2] for row in self.connection.execute(f"pragma table_info({quoted(table)})")}

    def _type_tables(self, what: str, kind: str) -> list[_TypeTable]:
        found = []
        pairs = self.connection.execute(f"select ocel_type, ocel_type_map from {what}_map_type ")
        for name, mapped in pairs.fetchall():
            table = self.tables.get(f"{what}_{mapped}".lower())
            if table is None:
                raise BadInput(
                    f"{self.path}: {what}_map_type says that the type {name!r} stands in the table {what}_{mapped}, "
                    "and there is no such table. Nothing was imported. Export the log again as OCEL 2.0 SQLite."
                )
            # Some tools leave out the time where no object of the type ever changes.
            self._check_columns(table, ("ocel_id", "ocel_time") if what == "event" else ("ocel_id",))
            attributes = {
                column: sql_type_name(declared)
                for column, declared in self._columns(table).items()
                if column not in ("ocel_id", "ocel_time", "ocel_changed_field")
            }
            self.landing.declare(kind, _text(name), attributes)
            found.append(_TypeTable(_text(name), table, attributes))
        return found

    def _events(self, table: _TypeTable) -> None:
        """The events of one type, each at its place in the table event; those that stand only there have no time."""
        known = self.connection.execute(
            f"select event.its_place, event.ocel_id, record.ocel_time {self._selected(table)} "
            f"from {self._placed('event')} "
            f"left join {quoted(table.table)} as record on record.ocel_id = event.ocel_id where event.ocel_type = ?",
            (table.type,),
        )
        for row, name, time, *values in known:
            self.landing.add_event(_text(name), table.type, _time(time), _present(table, values), row)
        strangers = self.connection.execute(
            f"select record.ocel_id, record.ocel_time {self._selected(table)} from {quoted(table.table)} as record "
            "where record.ocel_id not in (select ocel_id from event where ocel_type = ? and ocel_id is not null)",
            (table.type,),
        )
        for name, time, *values in strangers:
            self.landing.add_event(_text(name), None, _time(time), _present(table, values))

    def _objects(self, table: _TypeTable) -> None:
        columns = self._columns(table.table)
        keeps_changes = {"ocel_time", "ocel_changed_field"} <= columns.keys()
        initial = "record.ocel_changed_field is null" if keeps_changes else "true"
        time = "record.ocel_time" if "ocel_time" in columns else "null"
        rows = self.connection.execute(
            f"select object.its_place, object.ocel_id, {time} {self._selected(table)} from {self._placed('object')} "
            f"left join {quoted(table.table)} as record on record.ocel_id = object.ocel_id and {initial} "
            f"where object.ocel_type = ? order by object.its_place, {time}",
            (table.type,),
        )
        for _, group in groupby(rows, key=itemgetter(0)):
            versions = list(group)
            values = [(key, value, _time(row[2])) for row in versions for key, value in _present(table, row[3:])]
            self.landing.add_object(_text(versions[0][1]), table.type, values)
        if keeps_changes:
            self._changes(table)

    def _changes(self, table: _TypeTable) -> None:
        rows = self.connection.execute(
            f"select record.ocel_id, record.ocel_time, record.ocel_changed_field {self._selected(table)} "
            f"from {quoted(table.table)} as record where record.ocel_changed_field is not null"
        )
        for name, time, field, *values in rows:
            value = dict(zip(table.attributes, values, strict=True)).get(field)
            self.landing.add_change(_text(name), table.type, (_text(field), value, _time(time)))

    def _unknown_types(self, what: str, tables: list[_TypeTable]) -> None:
        """Records of a type that no table holds land without it, and without a time."""
        known = {table.type for table in tables}
        types = self.connection.execute(f"select distinct ocel_type from {what}").fetchall()
        for (name,) in types:
            if name is not None and _text(name) in known:
                continue
            for row, record in self.connection.execute(
                f"select its_place, ocel_id from {self._placed(what)} where ocel_type is ?", (name,)
            ):
                if what == "event":
                    self.landing.add_event(_text(record), _text(name), None, (), row)
                else:
                    self.landing.add_object(_text(record), _text(name), ())

    def _relations(self) -> None:
        for event, target, qualifier in self.connection.execute(
            "select ocel_event_id, ocel_object_id, ocel_qualifier from event_object"
        ):
            self.landing.relate_event(_text(event), [(_text(target), _text(qualifier))])
        for source, target, qualifier in self.connection.execute(
            "select ocel_source_id, ocel_target_id, ocel_qualifier from object_object"
        ):
            self.landing.relate_object(_text(source), [(_text(target), _text(qualifier))])

    def _placed(self, what: str) -> str:
        """The table event or object with each record's place in it; most have row numbers, views do not."""
        try:
            numbered = self.connection.execute(f"select rowid from {what} limit 1").fetchone() != (None,)
        except sqlite3.OperationalError:
            numbered = False
        place = "rowid - 1" if numbered else "row_number() over () - 1"
        return f"(select *, {place} as its_place from {what}) as {what}"

    def _selected(self, table: _TypeTable) -> str:
        return "".join(f", record.{quoted(name)}" for name in table.attributes)


def _present(table: _TypeTable, values: Sequence[Any]) -> list[tuple[str, object]]:
    return [(key, value) for key, value in zip(table.attributes, values, strict=True) if value is not None]


def _text(value: Any) -> Any:
    """Names and ids are texts, also where a file keeps numbers."""
    return value if value is None or isinstance(value, str) else str(value)


def _time(value: Any) -> str | None:
    """A time as text; files out there also keep seconds since 1970."""
    if value is None or isinstance(value, str):
        return value
    return str(value)


def _check_magic(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begin = file.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise BadInput(
            f"{path} could not be read: {error.strerror or error}. Check that the file exists and that you may read it."
        ) from None
    if begin != _SQLITE_MAGIC:
        what = "is empty" if not begin else f"is no SQLite database: it begins with {begin[:16]!r}"
        raise BadInput(f"{path} {what}. Nothing was imported. Export the log again as OCEL 2.0 SQLite.")

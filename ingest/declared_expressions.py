"""The SQL expressions that a firm writes into firm.toml, tried on its columns before anything is read.

A name that is mistyped is told with the other mistakes of the file, and not by a build when records have landed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.database import Database, open_memory, telling_of_a_bad_statement
from core.errors import BadSettings
from core.sql import quoted
from eventlog.record_mapping import EventsOf, LinksOf, Lookup, ObservedIn, RecordMapping, Role
from eventlog.record_stream import Stream
from eventlog.records.casting import missing

PARTS = ("objects", "changes", "links", "events", "observed")
TIMES = ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE")
MOMENTS = ("at", "logged_at", "since")
WHERE_IT_STOOD = re.compile(r"\s*(LINE \d+|Candidate bindings):.*", re.DOTALL)
NO_SUCH_COLUMN = re.compile(r'Binder Error: .* does not have a column named "(\w+)"')


@dataclass(frozen=True)
class Written:
    """An expression, where it is written, and over which records it is."""

    place: str
    text: str
    kind: str
    stream: str
    lookups: Mapping[str, Lookup]
    each: str | None = None


def mistakes_in_expressions(streams: Sequence[Stream], yields: RecordMapping) -> list[str]:
    """Each expression that cannot be, with where it is written below the source's table."""
    columns = {stream.name: stream.columns for stream in streams}
    found = []
    with open_memory() as database:
        for written in [*_checks(streams), *_expressions(yields)]:
            unknown = [each.stream for each in written.lookups.values() if each.stream not in columns]
            told = f"there is no table {unknown[0]} to look up" if unknown else _mistake(database, written, columns)
            if told:
                found.append(f"{written.place}: {told}")
    return found


def _mistake(database: Database, written: Written, columns: Mapping[str, Mapping[str, Any]]) -> str | None:
    try:
        with telling_of_a_bad_statement(written.text):
            (kind,) = {row[1] for row in database.rows(f"describe {_over_no_records(written, columns)}")}
    except BadSettings as error:
        said = str(error).partition("DuckDB says: ")[2]
        said = NO_SUCH_COLUMN.sub(r"no column \1 is declared", WHERE_IT_STOOD.sub("", said)).rstrip(". ")
        there = ", ".join(f"r.{name}" for name in columns[written.stream])
        return f"{written.text} cannot be: {said}. The columns are {there}"
    if written.kind in MOMENTS and kind not in (*TIMES, '"NULL"'):
        return f"{written.text} is no time but {kind.lower()}. Declare its column as date, instant or local_time"
    return None


def _over_no_records(written: Written, columns: Mapping[str, Mapping[str, Any]]) -> str:
    """A query of the expression alone, over tables of the declared columns in which nothing stands."""
    aliases = {"r": written.stream, **{alias: lookup.stream for alias, lookup in written.lookups.items()}}
    if written.kind == "observed":
        aliases["old"] = written.stream
    tables = [f"(select {_nulls(columns[stream])}) as {quoted(alias)}" for alias, stream in aliases.items()]
    if written.each:
        tables.append(f"lateral (select unnest({written.each}) as each) as elements")
    return f"select ({written.text}) as value from {', '.join(tables)}"


def _nulls(columns: Mapping[str, Any]) -> str:
    return ", ".join(f"{missing(kind)} as {quoted(name)}" for name, kind in columns.items()) or "null as nothing"


def _checks(streams: Sequence[Stream]) -> Iterator[Written]:
    for stream in streams:
        for reason, text in stream.checks.items():
            yield Written(f"tables.{stream.name}.checks.{reason!r}", text, "value", stream.name, {})


def _expressions(yields: RecordMapping) -> Iterator[Written]:
    for part in PARTS:
        for declared in getattr(yields, part):
            each = declared.each if isinstance(declared, EventsOf) else None
            usual = "observed" if isinstance(declared, ObservedIn) else "value"
            for name, text in _named_texts(declared):
                kind, place = name if name in MOMENTS else usual, f"tables.{declared.stream}.{part}.{name}"
                element = None if name == "each" or name.startswith("lookups.") else each
                yield Written(place, text, kind, declared.stream, declared.lookups, element)


def _named_texts(declared: Any) -> Iterator[tuple[str, str]]:
    """The expressions of a declaration, each with its key."""
    for name in ("id", "at", "logged_at", "since", "by", "where", "when", "each"):
        text = getattr(declared, name, None)
        if isinstance(text, str):
            yield name, text
    for name in ("attributes", "keys"):
        for key, text in getattr(declared, name, {}).items():
            yield f"{name}.{key}", text
    for alias, lookup in declared.lookups.items():
        yield f"lookups.{alias}.by", lookup.by
    for role, place in roles(declared):
        yield f"{place}.id", role.id


def roles(declared: Any) -> Iterator[tuple[Role, str]]:
    """The objects that a declaration names as taking part, each with its key."""
    if isinstance(declared, LinksOf):
        yield declared.source, "source"
        yield declared.target, "target"
    if isinstance(declared, EventsOf | ObservedIn):
        for role in declared.objects:
            yield role, "objects"

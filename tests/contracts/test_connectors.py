"""What every connector must keep to, run over all found: its declaration is whole, and its SQL means something."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import duckdb
import pytest
from pydantic import BaseModel, ValidationError

from core.data_files import data_file
from core.database import open_memory
from core.sql import quoted
from eventlog.record_mapping import EventsOf, Lookup, ObservedIn, Role
from eventlog.record_stream import Stream
from ingest.connectors import connector, known_connectors
from ingest.source import Source

WORDS = tomllib.loads(data_file("words.toml").read_text(encoding="utf-8"))
EXPRESSIONS = ("id", "since", "where", "at", "by", "logged_at", "when")
PARTS = ("objects", "changes", "links", "events", "observed")
SQL_TYPES = {
    "text": "varchar", "integer": "bigint", "number": "double", "boolean": "boolean", "date": "date",
    "instant": "timestamp", "local_time": "timestamp", "json": "json",
}  # fmt: skip


def declared_sources() -> list[Any]:
    found = {name: connector(name).module for name in known_connectors()}
    return [pytest.param(module.SOURCE, id=name) for name, module in found.items() if hasattr(module, "SOURCE")]


def declarations(source: Source) -> Iterator[tuple[str, Any]]:
    """Each declaration of a mapping with a name to speak of it."""
    for part in PARTS:
        for number, each in enumerate(getattr(source.yields, part)):
            yield f"{part}[{number}] {getattr(each, 'type', '')} of {each.stream}", each


def roles_of(declaration: Any) -> list[Role]:
    roles = [value for value in vars(declaration).values() if isinstance(value, Role)]
    return roles + [role for role in getattr(declaration, "objects", ()) if isinstance(role, Role)]


def expressions_of(declaration: Any) -> Iterator[str]:
    for name in EXPRESSIONS:
        if getattr(declaration, name, None) is not None:
            yield getattr(declaration, name)
    for name in ("attributes", "keys"):
        yield from getattr(declaration, name, {}).values()
    yield from (role.id for role in roles_of(declaration))
    yield from (lookup.by for lookup in declaration.lookups.values())


@pytest.fixture(scope="module")
def database():
    with open_memory() as database:
        yield database


@pytest.mark.parametrize("name", known_connectors())
def test_a_connector_has_what_the_pull_asks_for(name):
    found = connector(name)
    assert found.module.__doc__
    assert callable(found.module.connect)
    assert hasattr(found.module, "SOURCE") != hasattr(found.module, "source")
    assert issubclass(found.settings_model, BaseModel)
    with pytest.raises(ValidationError) as told:
        found.settings_model.model_validate({"a key that no connector has": 1})
    assert "extra_forbidden" in {error["type"] for error in told.value.errors()}


@pytest.mark.parametrize("source", declared_sources())
def test_its_name_is_that_of_its_file(source: Source):
    assert connector(source.connector).module.SOURCE is source
    assert source.title
    assert source.brings
    assert source.level in ("L1", "L2")


@pytest.mark.parametrize("source", declared_sources())
def test_its_streams_are_whole(source: Source):
    names = [stream.name for stream in source.streams]
    assert len(set(names)) == len(names)
    for stream in source.streams:
        assert stream.key, stream.name
        named = {*stream.key, *stream.required, *stream.references, stream.cursor, stream.version} - {None}
        assert named <= set(stream.columns), f"{stream.name}: {named - set(stream.columns)} is not declared"
        assert set(stream.columns.values()) <= set(SQL_TYPES), stream.name
        assert set(stream.references.values()) <= set(names), stream.name
        if stream.cursor:
            assert stream.columns[stream.cursor] in ("instant", "local_time", "date", "integer"), stream.name


@pytest.mark.parametrize("source", declared_sources())
def test_what_it_yields_refers_to_what_is_there(source: Source):
    streams = {stream.name: stream for stream in source.streams}
    for what, each in declarations(source):
        assert each.stream in streams, what
        assert all(lookup.stream in streams for lookup in each.lookups.values()), what
        assert all(len(streams[lookup.stream].key) == 1 for lookup in each.lookups.values()), what
        assert not {"r", "old", "each"} & set(each.lookups), f"{what}: an alias that is taken"
        assert getattr(each, "unless", None) is None or each.unless in streams, what


@pytest.mark.parametrize("source", declared_sources())
def test_it_speaks_the_words_of_the_domain(source: Source):
    for what, each in declarations(source):
        types = WORDS["event_types"] if isinstance(each, EventsOf | ObservedIn) else WORDS["object_types"]
        assert not hasattr(each, "type") or each.type in types, what
        assert {role.type for role in roles_of(each)} <= set(WORDS["object_types"]), what
        if isinstance(each, EventsOf | ObservedIn):
            assert each.objects, f"{what}: an event of no object"


@pytest.mark.parametrize("source", declared_sources())
def test_its_expressions_mean_something(source: Source, database):
    tables = {stream.name: _empty_table(stream) for stream in source.streams}
    wrong = []
    for what, each in declarations(source):
        origin = f"{tables[each.stream]} as r"
        if isinstance(each, ObservedIn):
            origin += f" left join {tables[each.stream]} as old on true"
        for alias, lookup in each.lookups.items():
            origin += f" left join {tables[lookup.stream]} as {quoted(alias)} on true"
        if getattr(each, "each", None):
            origin += f", lateral (select unnest({each.each}) as each)"
        wrong += [f"{what}: {told}" for text in expressions_of(each) if (told := _refused(database, text, origin))]
    for stream in source.streams:
        texts = [*stream.checks.values(), stream.deleted, stream.worth, stream.currency]
        origin = f"{tables[stream.name]} as r"
        wrong += [f"{stream.name}: {told}" for text in texts if text and (told := _refused(database, text, origin))]
    assert wrong == []


def test_every_part_of_a_declaration_is_looked_at():
    """A field that is added to the mapping must not slip past these tests."""
    known = {*EXPRESSIONS, "attributes", "keys", "objects", "source", "target", "lookups", "each"}
    known |= {"type", "stream", "unless", "quality"}
    mapping = next(param.values[0] for param in declared_sources()).yields
    kinds = {type(each) for part in PARTS for each in getattr(mapping, part)} | {EventsOf, ObservedIn}
    assert {each.name for kind in kinds for each in fields(kind)} <= known
    assert is_dataclass(Lookup)


def _empty_table(stream: Stream) -> str:
    columns = ", ".join(f"null::{SQL_TYPES[kind]} as {quoted(name)}" for name, kind in stream.columns.items())
    return f"(select {columns} where false)"


def _refused(database: Any, text: str, origin: str) -> str | None:
    try:
        database.rows(f"explain select ({text}) from {origin}")
    except duckdb.Error as error:
        return f"{text}: {str(error).splitlines()[0]}"
    return None

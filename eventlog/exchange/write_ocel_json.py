"""Writes OCEL 2.0 as JSON, one record a line, packed where the name ends in .gz."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import orjson

from eventlog.exchange.ocel_content import Declared, OcelContent, OcelEvent, OcelObject
from eventlog.exchange.written_file import whole_text_file
from eventlog.reading import EventLog

INITIAL = "1970-01-01T00:00:00Z"
_INTEGERS = range(-(2**63), 2**63)


def write(log: EventLog, process: str | None, path: Path) -> None:
    """The whole log, or the events of one process with their objects."""
    with OcelContent(log, process) as content, whole_text_file(path) as file:
        file.write("{\n")
        _section(file, "objectTypes", _types(content.object_types))
        _section(file, "eventTypes", _types(content.event_types))
        _section(file, "objects", (_object(each, content.object_types) for each in content.objects()))
        _section(file, "events", (_event(each, content.event_types) for each in content.events()), last=True)
        file.write("}\n")


def _section(file: IO[str], name: str, records: Iterable[dict[str, Any]], *, last: bool = False) -> None:
    file.write(f'"{name}": [')
    mark = "\n"
    for record in records:
        file.write(mark + orjson.dumps(record).decode())
        mark = ",\n"
    file.write("\n]\n" if last else "\n],\n")


def _types(declared: Declared) -> Iterator[dict[str, Any]]:
    for name, attributes in declared.items():
        yield {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in attributes.items()]}


def _object(each: OcelObject, types: Declared) -> dict[str, Any]:
    kinds = types[each.type]
    timed = [(name, value, INITIAL) for name, value in each.initial] + each.changes
    return {
        "id": each.id,
        "type": each.type,
        "attributes": [{"name": name, "time": time, "value": typed(value, kinds[name])} for name, value, time in timed],
        "relationships": _relations(each.relations),
    }


def _event(each: OcelEvent, types: Declared) -> dict[str, Any]:
    kinds = types[each.type]
    return {
        "id": each.id,
        "type": each.type,
        "time": each.time,
        "attributes": [{"name": name, "value": typed(value, kinds[name])} for name, value in each.values],
        "relationships": _relations(each.relations),
    }


def _relations(relations: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": target, "qualifier": qualifier} for target, qualifier in relations]


def typed(value: str | None, kind: str) -> str | int | float | bool | None:
    """The value as its type has it; one that is not of its type, or that JSON cannot hold, stays text."""
    if value is None or kind in ("string", "time"):
        return value
    if kind == "boolean":
        return {"true": True, "false": False}.get(value, value)
    try:
        number = int(value) if kind == "integer" else float(value)
    except ValueError:
        return value
    if isinstance(number, float):
        return number if number - number == 0 else value
    return number if number in _INTEGERS else value

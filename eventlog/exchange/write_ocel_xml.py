"""Writes OCEL 2.0 as XML, packed where the name ends in .gz."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from eventlog.exchange.ocel_content import Declared, OcelContent, OcelEvent, OcelObject
from eventlog.exchange.ocel_xml import ABSENT
from eventlog.exchange.write_ocel_json import INITIAL
from eventlog.exchange.written_file import whole_text_file
from eventlog.exchange.xml_text import xml_text
from eventlog.reading import EventLog


def write(log: EventLog, process: str | None, path: Path) -> None:
    """The whole log, or the events of one process with their objects."""
    with OcelContent(log, process) as content, whole_text_file(path) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log>\n')
        for line in _types("object", content.object_types):
            file.write(line)
        for line in _types("event", content.event_types):
            file.write(line)
        file.write("<objects>\n")
        for each in content.objects():
            file.write(_object(each, content.object_types))
        file.write("</objects>\n<events>\n")
        for event in content.events():
            file.write(_event(event, content.event_types))
        file.write("</events>\n</log>\n")


def _types(what: str, declared: Declared) -> Iterator[str]:
    yield f"<{what}-types>\n"
    for name, attributes in declared.items():
        yield f'<{what}-type name="{xml_text(name)}"><attributes>\n'
        for key, kind in attributes.items():
            yield f'<attribute name="{xml_text(key)}" type="{kind}"/>\n'
        yield f"</attributes></{what}-type>\n"
    yield f"</{what}-types>\n"


def _object(each: OcelObject, types: Declared) -> str:
    kinds = types[each.type]
    timed = [(name, value, INITIAL) for name, value in each.initial] + each.changes
    values = [_value(f'name="{xml_text(name)}" time="{time}"', value, kinds[name]) for name, value, time in timed]
    return (
        f'<object id="{xml_text(each.id)}" type="{xml_text(each.type)}">\n{_members(values, each.relations)}</object>\n'
    )


def _event(each: OcelEvent, types: Declared) -> str:
    kinds = types[each.type]
    values = [_value(f'name="{xml_text(name)}"', value, kinds[name]) for name, value in each.values]
    begin = f'<event id="{xml_text(each.id)}" type="{xml_text(each.type)}" time="{each.time}">'
    return f"{begin}\n{_members(values, each.relations)}</event>\n"


def _members(values: Iterable[str], relations: Iterable[tuple[str, str]]) -> str:
    objects = "".join(
        f'<relationship object-id="{xml_text(target)}" qualifier="{xml_text(qualifier)}"/>\n'
        for target, qualifier in relations
    )
    return f"<attributes>\n{''.join(values)}</attributes>\n<objects>\n{objects}</objects>\n"


def _value(begin: str, value: str | None, kind: str) -> str:
    """A value's element. The standard's own logs write a value that is not there as "null"."""
    if value is None:
        return f"<attribute {begin}>{ABSENT}</attribute>\n"
    if kind == "boolean":
        value = {"true": "1", "false": "0"}.get(value, value)
    plain = f' type="{kind}"' if value == ABSENT else ""
    return f"<attribute {begin}{plain}>{xml_text(value)}</attribute>\n"

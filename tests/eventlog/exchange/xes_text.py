"""XES files as tests write them: by the standard library's tree, so not by the writer under test."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

Attribute = tuple[str, str, Any]  # tag, key, value: a text, or the attributes inside a list or container


def attribute(parent: Tree.Element, given: Attribute) -> None:
    tag, key, value = given
    element = Tree.SubElement(parent, tag, key=key)
    if tag == "list":
        element = Tree.SubElement(element, "values")
    if isinstance(value, str):
        element.set("value", value)
    for inner in value if isinstance(value, list) else ():
        attribute(element, inner)


def event(activity: str | None, time: str | None, *more: Attribute) -> list[Attribute]:
    given: list[Attribute] = []
    if activity is not None:
        given.append(("string", "concept:name", activity))
    if time is not None:
        given.append(("date", "time:timestamp", time))
    return [*given, *more]


def write_xes(
    path: Path,
    traces: Sequence[tuple[str | None, Sequence[list[Attribute]]]],
    head: Sequence[Tree.Element] = (),
    loose_events: Sequence[list[Attribute]] = (),
) -> Path:
    log = Tree.Element("log", {"xes.version": "1849-2016"})
    log.extend(head)
    for name, events in traces:
        trace = Tree.SubElement(log, "trace")
        if name is not None:
            attribute(trace, ("string", "concept:name", name))
        for given in events:
            _event(trace, given)
    for given in loose_events:
        _event(log, given)
    # As nearly every tool writes it: without a space before the slash.
    path.write_bytes(Tree.tostring(log, encoding="utf-8", xml_declaration=True).replace(b" />", b"/>"))
    return path


def _event(parent: Tree.Element, given: Sequence[Attribute]) -> None:
    element = Tree.SubElement(parent, "event")
    for each in given:
        attribute(element, each)

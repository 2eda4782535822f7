"""The elements of a XES file as lines of text: head, attributes, nested attributes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from eventlog.exchange.attribute_columns import KINDS
from eventlog.exchange.log_rows import CLASSIFIER, EVENT_TYPE, EXTENSION, GLOBAL, OBJECT_TYPE, LogRow
from eventlog.exchange.records import Attribute
from eventlog.exchange.xml_text import xml_text

TAGS = {kind: tag for tag, kind in KINDS.items()}
_STANDARD = {
    "Concept": ("concept", "http://www.xes-standard.org/concept.xesext"),
    "Time": ("time", "http://www.xes-standard.org/time.xesext"),
    "Organizational": ("org", "http://www.xes-standard.org/org.xesext"),
    "Lifecycle": ("lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
}
_CANONICAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def xes_time(text: str) -> str:
    """A canonical time as XES tools read it best: milliseconds where they suffice, and an offset."""
    if _CANONICAL_TIME.fullmatch(text) is None:
        return text
    return (text[:23] if text[23:26] == "000" else text[:26]) + "+00:00"


def header_lines(title: str, rows: Iterable[LogRow]) -> Iterator[str]:
    """From the XML declaration to the log's own attributes, in the order that the XES schema asks for."""
    rows = list(rows)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">\n'
    yield from _extension_lines(rows)
    yield from _global_lines(rows)
    yield from _classifier_lines(rows)
    declared = (EXTENSION, GLOBAL, EVENT_TYPE, OBJECT_TYPE)
    own: list[Attribute] = [row for row in rows if not row[1].startswith(declared) and not row[1].endswith(CLASSIFIER)]
    if not any(name == "concept:name" for name, _, _ in own):
        own.insert(0, ("concept:name", "string", title))
    yield from attribute_lines(own, 1)


def attribute_lines(attributes: Iterable[Attribute], level: int) -> list[str]:
    """One line for each attribute; nested ones inside theirs."""
    attributes = list(attributes)
    if any("/" in name for name, _, _ in attributes):
        return [line for node in _tree(attributes) for line in node.lines(level)]
    indent = "\t" * level
    return [
        f"{indent}{_opening(name, kind, value)}/>\n"
        if kind not in ("list", "container")
        else _hollow(indent, name, kind)
        for name, kind, value in attributes
        if value is not None or kind in ("list", "container")
    ]


def _hollow(indent: str, name: str, kind: str) -> str:
    if kind == "list":
        return f"{indent}{_opening(name, kind, None)}><values/></list>\n"
    return f"{indent}{_opening(name, kind, None)}/>\n"


def _opening(name: str, kind: str, value: str | None) -> str:
    """An attribute's element up to where it is closed; `name` is the last part of its path."""
    key = name.replace("~1", "/").replace("~0", "~") if "~" in name else name
    begin = f'<{TAGS.get(kind, "string")} key="{xml_text(key)}"'
    if value is None:
        return begin
    return f'{begin} value="{xml_text(xes_time(value) if kind == "time" else value)}"'


@dataclass
class _Node:
    """An attribute with those nested in it."""

    name: str
    kind: str
    value: str | None
    children: list["_Node"] = field(default_factory=list)

    def lines(self, level: int) -> Iterator[str]:
        indent, holds_others = "\t" * level, self.kind in ("list", "container")
        if not self.children:
            if holds_others:
                yield _hollow(indent, self.name, self.kind)
            elif self.value is not None:
                yield f"{indent}{_opening(self.name, self.kind, self.value)}/>\n"
            return
        yield f"{indent}{_opening(self.name, self.kind, None if holds_others else self.value or '')}>\n"
        if self.kind == "list":
            yield f"{indent}\t<values>\n"
        for child in self.children:
            yield from child.lines(level + (2 if self.kind == "list" else 1))
        if self.kind == "list":
            yield f"{indent}\t</values>\n"
        yield f"{indent}</{TAGS.get(self.kind, 'string')}>\n"


def _tree(attributes: list[Attribute]) -> list[_Node]:
    """The attributes by their paths, in whatever order they come.

    Where several have the same path, the first of those below belongs to the first, the second to the second.
    """
    nodes: dict[str, list[_Node]] = {}
    for path, kind, value in attributes:
        nodes.setdefault(path, []).append(_Node(path.rpartition("/")[2], kind, value))
    for path in list(nodes):
        above = path.rpartition("/")[0]
        if above and above not in nodes:
            # Its own element was lost on the way: something has to hold it.
            nodes[above] = [_Node(above, "container", None)]
    top: list[_Node] = []
    for path, alike in nodes.items():
        holders = nodes.get(path.rpartition("/")[0])
        for place, node in enumerate(alike):
            (holders[min(place, len(holders) - 1)].children if holders else top).append(node)
    return top


def _extension_lines(rows: list[LogRow]) -> Iterator[str]:
    found = {key: _prefix_and_uri(value) for key, kind, value in rows if kind == EXTENSION}
    for name, (prefix, uri) in _STANDARD.items():
        if prefix not in {each for each, _ in found.values()}:
            found[name] = prefix, uri
    for name, (prefix, uri) in found.items():
        yield f'\t<extension name="{xml_text(name)}" prefix="{xml_text(prefix)}" uri="{xml_text(uri)}"/>\n'


def _prefix_and_uri(value: str | None) -> tuple[str, str]:
    prefix, _, uri = (value or "").partition(" ")
    return prefix, uri


def _global_lines(rows: list[LogRow]) -> Iterator[str]:
    for scope in ("trace", "event"):
        begin = f"{GLOBAL} {scope} "
        given = [(key, kind.removeprefix(begin), value) for key, kind, value in rows if kind.startswith(begin)]
        if given:
            yield f'\t<global scope="{scope}">\n'
            yield from attribute_lines(given, 2)
            yield "\t</global>\n"


def _classifier_lines(rows: list[LogRow]) -> Iterator[str]:
    given = [(key, kind, value) for key, kind, value in rows if kind.endswith(CLASSIFIER)]
    for key, kind, value in given or [("Activity", CLASSIFIER, "concept:name")]:
        scope = kind.removesuffix(CLASSIFIER).strip()
        scoped = f' scope="{xml_text(scope)}"' if scope else ""
        yield f'\t<classifier name="{xml_text(key)}"{scoped} keys="{xml_text(value or "")}"/>\n'

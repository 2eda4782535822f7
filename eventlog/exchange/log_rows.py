"""What a log says about itself, as rows of the stream `log`: extensions, globals, classifiers and declared types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

LogRow = tuple[str, str, str | None]

EXTENSION = "extension"
CLASSIFIER = "classifier"
GLOBAL = "global"
EVENT_TYPE = "event type"
OBJECT_TYPE = "object type"


@dataclass(frozen=True)
class Extension:
    """A vocabulary that an XES log uses."""

    name: str
    prefix: str
    uri: str

    def row(self) -> LogRow:
        return self.name, EXTENSION, f"{self.prefix} {self.uri}"


@dataclass(frozen=True)
class Classifier:
    """The keys whose values together name an activity; scope is event, or trace."""

    name: str
    keys: str
    scope: str = "event"

    def row(self) -> LogRow:
        return self.name, CLASSIFIER if self.scope == "event" else f"{self.scope} {CLASSIFIER}", self.keys


def global_type(scope: str, kind: str) -> str:
    """The row type of an attribute that every event or trace is declared to have; the value is only a placeholder."""
    return f"{GLOBAL} {scope} {kind}"


def type_row(what: str, name: str, attributes: Mapping[str, str]) -> LogRow:
    """A declared event type or object type with its attributes' types."""
    return name, what, orjson.dumps(dict(attributes)).decode()


def declared_types(rows: Iterable[LogRow], what: str) -> dict[str, dict[str, str]]:
    """The attributes and their types of each declared event type or object type."""
    declared: dict[str, dict[str, str]] = {}
    for name, kind, value in rows:
        if kind == what:
            declared.setdefault(name, {}).update(orjson.loads(value or "{}"))
    return declared

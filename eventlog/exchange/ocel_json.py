"""Reads OCEL 2.0 from its JSON format, record by record with flat memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.progress import Progress, silent
from eventlog.exchange.json_sections import sections
from eventlog.exchange.log_rows import EVENT_TYPE, OBJECT_TYPE
from eventlog.exchange.ocel_landing import OcelLanding, Relation
from eventlog.exchange.ocel_values import type_name
from eventlog.exchange.records import Sink
from eventlog.exchange.source_file import pieces

_KIND = "OCEL 2.0 JSON"
_DECLARED_IN = {"events": "eventTypes", "objects": "objectTypes"}


def read(path: Path, sink: Sink, progress: Progress = silent, *, zone: str | None = None) -> None:
    """Land the log. Times without a zone are UTC, unless `zone` says otherwise."""
    reader = _OcelJson(path, OcelLanding(sink, zone))
    for section, item in sections(path, _KIND, pieces(path, progress)):
        reader.take(section, item)
    reader.finish()


class _OcelJson:
    def __init__(self, path: Path, landing: OcelLanding) -> None:
        self.path = path
        self.landing = landing
        self.counts: dict[str, int] = {}
        self.taking: dict[str, Callable[[dict[str, Any]], None]] = {
            "eventTypes": lambda item: self._declare(EVENT_TYPE, item),
            "objectTypes": lambda item: self._declare(OBJECT_TYPE, item),
            "events": self._event,
            "objects": self._object,
        }

    def take(self, section: str, item: Any) -> None:
        """One record of one of the four sections; others are not OCEL's."""
        if section.startswith("ocel:"):
            raise BadInput(
                f"{self.path} is an OCEL 1.0 log: it has the section {section!r}. Nothing was imported. Save it as "
                "OCEL 2.0 (pm4py.write_ocel2_json does) and import that file."
            )
        if section not in self.taking:
            return
        types = _DECLARED_IN.get(section)
        if types is not None and types not in self.counts:
            self._look_ahead(types)
        self.counts[section] = number = self.counts.get(section, 0) + 1
        try:
            self.taking[section](item)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadInput(
                f"{self.path}: record {number} of {section!r} is not what OCEL 2.0 asks for ({_fault(error)}): "
                f"{str(item)[:200]}. Nothing was imported. Export the log again, or mend that record."
            ) from None

    def finish(self) -> None:
        if not self.counts:
            raise BadInput(
                f"{self.path} is JSON but no OCEL 2.0 log: it has none of eventTypes, objectTypes, events and objects. "
                "Nothing was imported. Export the log as OCEL 2.0 JSON."
            )
        self.landing.finish(self.path)

    def _look_ahead(self, types: str) -> None:
        """The records stand before their types, so the file is read once more, for the types alone."""
        self.counts[types] = 0
        for section, item in sections(self.path, _KIND, pieces(self.path, silent)):
            if section == types:
                self.take(section, item)
        self.counts[types] = 0

    def _declare(self, what: str, item: dict[str, Any]) -> None:
        attributes = {str(each["name"]): type_name(each.get("type")) for each in item.get("attributes") or ()}
        self.landing.declare(what, str(item["name"]), attributes)

    def _event(self, item: dict[str, Any]) -> None:
        name = _text(item["id"])
        values = [(str(each["name"]), each.get("value")) for each in item.get("attributes") or ()]
        self.landing.add_event(name, _text(item.get("type")), _text(item.get("time")), values)
        self.landing.relate_event(name, _relations(item))

    def _object(self, item: dict[str, Any]) -> None:
        name = _text(item["id"])
        values = [
            (str(each["name"]), each.get("value"), _text(each.get("time"))) for each in item.get("attributes") or ()
        ]
        self.landing.add_object(name, _text(item.get("type")), values)
        self.landing.relate_object(name, _relations(item))


def _relations(item: dict[str, Any]) -> list[Relation]:
    return [(_text(each["objectId"]), _text(each.get("qualifier"))) for each in item.get("relationships") or ()]


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)


def _fault(error: Exception) -> str:
    return f"it has no {error}" if isinstance(error, KeyError) else "it is built otherwise"

"""Lands what the three OCEL 2.0 readers find: the same rows, whichever format they stood in."""

from collections.abc import Iterable

from core.errors import BadInput
from eventlog.exchange.log_rows import EVENT_TYPE, OBJECT_TYPE, type_row
from eventlog.exchange.ocel_values import canonical, type_of
from eventlog.exchange.records import Attribute, Sink, Stream
from eventlog.exchange.utc_times import UtcTimes

# A value of an object's attribute at this time is its initial one.
INITIAL_TIMES = ("0", "1970-01-01T00:00:00Z", "1970-01-01 00:00:00")
# Where logs keep who did it and whether it is a start or an end. They stay attributes too.
_RESOURCE = ("resource", "org:resource", "ocel:resource")
_LIFECYCLE = ("lifecycle", "lifecycle:transition")

Value = tuple[str, object]
TimedValue = tuple[str, object, str | None]
Relation = tuple[str | None, str | None]


class OcelLanding:
    """Times without a zone are UTC: so the standard's own example says, whose epoch is 1970-01-01 00:00:00."""

    def __init__(self, sink: Sink, zone: str | None = None, spare_rows_after: int = -1) -> None:
        self._times = UtcTimes(zone or "UTC")
        self._events = Stream(sink, "events")
        self._objects = Stream(sink, "objects")
        self._changes = Stream(sink, "object_changes")
        self._event_object = Stream(sink, "event_object")
        self._object_object = Stream(sink, "object_object")
        self._log = Stream(sink, "log")
        self._types: dict[str, dict[str, dict[str, str]]] = {EVENT_TYPE: {}, OBJECT_TYPE: {}}
        self._last_row, self._spare_row = -1, spare_rows_after
        self.events = self.objects = self._change_row = self._event_object_row = self._object_object_row = 0

    def declare(self, what: str, name: str, attributes: dict[str, str]) -> None:
        """An event type or object type and the types of its attributes, before its events or objects."""
        self._types[what].setdefault(name, {}).update(attributes)

    def add_event(
        self,
        name: str | None,
        event_type: str | None,
        time_text: str | None,
        values: Iterable[Value],
        row: int | None = None,
    ) -> None:
        """An event; `row` is its place in the file where that is not the order of arrival."""
        attributes = self._typed(EVENT_TYPE, event_type, values)
        found = {key: value for key, _, value in attributes}
        self._events.add(
            self._row(row),
            name,
            event_type,
            self._times[time_text],
            time_text,
            None,
            next((found[key] for key in _LIFECYCLE if key in found), None),
            next((found[key] for key in _RESOURCE if key in found), None),
            attributes,
        )
        self.events += 1

    def add_object(self, name: str | None, object_type: str | None, values: Iterable[TimedValue]) -> None:
        """An object with the values of its attributes and the times from which they hold."""
        initial: list[Value] = []
        for key, value, time_text in values:
            if time_text is None or time_text in INITIAL_TIMES or self._times[time_text] == 0:
                initial.append((key, value))
            else:
                self.add_change(name, object_type, (key, value, time_text))
        self._objects.add(self.objects, name, object_type, self._typed(OBJECT_TYPE, object_type, initial))
        self.objects += 1

    def add_change(self, name: str | None, object_type: str | None, changed: TimedValue) -> None:
        """A value that an object's attribute has from a time on."""
        key, value, time_text = changed
        kind = self._types[OBJECT_TYPE].get(object_type or "", {}).get(key) or type_of(value)
        text = canonical(value, kind, self._times)
        self._changes.add(self._change_row, name, key, kind, text, self._times[time_text])
        self._change_row += 1

    def relate_event(self, event: str | None, relations: Iterable[Relation]) -> None:
        for target, qualifier in relations:
            self._event_object.add(self._event_object_row, event, target, qualifier or "")
            self._event_object_row += 1

    def relate_object(self, source: str | None, relations: Iterable[Relation]) -> None:
        for target, qualifier in relations:
            self._object_object.add(self._object_object_row, source, target, qualifier or "")
            self._object_object_row += 1

    def finish(self, path: object) -> None:
        """Hand over the rest. A log without events is none."""
        if self.events == 0:
            raise BadInput(
                f"{path} is an OCEL 2.0 log without a single event ({self.objects:,} objects). Nothing was imported. "
                "Export it again with its events."
            )
        for what, declared in self._types.items():
            for name, attributes in declared.items():
                self._log.add(*type_row(what, name, attributes))
        for stream in (
            self._events, self._objects, self._changes, self._event_object, self._object_object, self._log
        ):  # fmt: skip
            stream.flush()

    def _row(self, row: int | None) -> int:
        """A place of its own for each event: one that the file puts twice in one place comes after all others."""
        if row is None or row == self._last_row:
            self._spare_row += 1
            return self._spare_row
        self._last_row = row
        return row

    def _typed(self, what: str, name: str | None, values: Iterable[Value]) -> list[Attribute]:
        kinds = self._types[what].get(name or "", {})
        typed = []
        for key, value in values:
            kind = kinds.get(key) or type_of(value)
            typed.append((key, kind, canonical(value, kind, self._times)))
        return typed

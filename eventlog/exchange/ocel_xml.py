"""Reads OCEL 2.0 from its XML format in one pass with flat memory."""

from pathlib import Path

from core.progress import Progress, silent
from eventlog.exchange.log_rows import EVENT_TYPE, OBJECT_TYPE
from eventlog.exchange.ocel_landing import OcelLanding, Relation, TimedValue
from eventlog.exchange.ocel_values import type_name
from eventlog.exchange.records import Sink
from eventlog.exchange.xml_stream import Refused, XmlFeed, pairs, parse_file

_SECTIONS = ("event-types", "object-types", "events", "objects")
_RECORDS = {"event-type": "event-types", "object-type": "object-types", "event": "events", "object": "objects"}
# The word for a value that is not there, as the standard's own logs write it. A text of that wording carries its type.
ABSENT = "null"


def read(path: Path, sink: Sink, progress: Progress = silent, *, zone: str | None = None) -> None:
    """Land the log. Times without a zone are UTC, unless `zone` says otherwise."""
    landing = OcelLanding(sink, zone)
    reader = _OcelXml(landing)
    source = XmlFeed()
    source.handle(reader.start, reader.end)
    source.parser.buffer_text = True
    source.parser.CharacterDataHandler = reader.characters
    parse_file(source, path, "OCEL 2.0 XML", progress)
    landing.finish(path)


class _OcelXml:
    """Where the reading stands: root, section, record, and the list inside the record."""

    def __init__(self, landing: OcelLanding) -> None:
        self.landing = landing
        self.depth = 0
        self.section = ""
        self.record: dict[str, str] = {}
        self.values: list[TimedValue] = []
        self.relations: list[Relation] = []
        self.declared: dict[str, str] = {}
        self.attribute: dict[str, str] | None = None
        self.text: list[str] = []

    def start(self, tag: str, given: list[str]) -> None:
        self.depth += 1
        if self.depth == 1:
            if tag != "log":
                raise Refused(f"<{tag}> as its outermost element where OCEL has <log>")
        elif self.depth == 2:
            self._start_section(tag)
        elif self.depth == 3:
            self._start_record(tag, pairs(given))
        elif self.depth == 5:
            self._start_member(tag, pairs(given))

    def end(self, tag: str) -> None:
        if self.depth == 5 and self.attribute is not None:
            self._end_attribute(self.attribute)
        elif self.depth == 3:
            self._end_record()
        self.depth -= 1

    def characters(self, text: str) -> None:
        if self.attribute is not None:
            self.text.append(text)

    def _start_section(self, tag: str) -> None:
        if tag in ("global", "extension", "trace", "classifier", "string"):
            raise Refused(f"<{tag}>, so it is another kind of log: XES, or OCEL before 2.0")
        if tag in ("event-types", "object-types") and self.landing.events + self.landing.objects:
            raise Refused(f"<{tag}> behind events or objects, whose values cannot be understood without it")
        self.section = tag if tag in _SECTIONS else ""

    def _start_record(self, tag: str, given: dict[str, str]) -> None:
        if self.section and _RECORDS.get(tag) != self.section:
            raise Refused(f"<{tag}> inside <{self.section}>")
        if self.section and ("name" if self.section.endswith("types") else "id") not in given:
            raise Refused(f"a <{tag}> without {'a name' if self.section.endswith('types') else 'an id'}")
        self.record, self.values, self.relations, self.declared = given, [], [], {}

    def _start_member(self, tag: str, given: dict[str, str]) -> None:
        if "object-id" in given:
            self.relations.append((given["object-id"], given.get("qualifier")))
        elif tag == "attribute" and self.section.endswith("types"):
            self.declared[given.get("name", "")] = type_name(given.get("type"))
        elif tag == "attribute":
            if "name" not in given:
                raise Refused("an <attribute> without a name")
            self.attribute, self.text = given, []

    def _end_attribute(self, given: dict[str, str]) -> None:
        text = "".join(self.text)
        value = None if text == ABSENT and "type" not in given else text
        self.values.append((given["name"], value, given.get("time")))
        self.attribute = None

    def _end_record(self) -> None:
        record, landing = self.record, self.landing
        if self.section == "event-types":
            landing.declare(EVENT_TYPE, record["name"], self.declared)
        elif self.section == "object-types":
            landing.declare(OBJECT_TYPE, record["name"], self.declared)
        elif self.section == "events":
            landing.add_event(record["id"], record.get("type"), record.get("time"), [each[:2] for each in self.values])
            landing.relate_event(record["id"], self.relations)
        elif self.section == "objects":
            landing.add_object(record["id"], record.get("type"), self.values)
            landing.relate_object(record["id"], self.relations)

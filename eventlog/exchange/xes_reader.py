"""The state of one reading of a XES file: the parser's handlers change with the element that is open."""

from pathlib import Path

import pyarrow as pa

from core.errors import BadInput, WrongUse
from eventlog.exchange.attribute_columns import AttributeColumns
from eventlog.exchange.records import BATCH_ROWS, SCHEMAS, Sink, Stream, moments
from eventlog.exchange.utc_times import UtcTimes, ZoneMissing
from eventlog.exchange.xes_blocks import Block
from eventlog.exchange.xes_header import XesHeader, classifier_keys
from eventlog.exchange.xes_scan import scan
from eventlog.exchange.xml_stream import XmlFeed

EVENT_SLOTS = ("time:timestamp", "lifecycle:transition", "org:resource", "concept:name")
TRACE_SLOTS = ("concept:name",)
# An instruction that only a parser between two elements hears.
_QUESTION = b"<?tracework?>"


class XesReader:
    """Lands traces and their events, element by element or, where their form allows it, many at once."""

    def __init__(self, sink: Sink, times: UtcTimes, classifier: str | None) -> None:
        self.sink = sink
        self.times = times
        self.classifier = classifier
        self.source = XmlFeed()
        self.source.parser.XmlDeclHandler = self.declare
        self.source.parser.ProcessingInstructionHandler = self.answer
        self.handle = self.source.handle
        self.encoding = "utf-8"
        self.between_traces = self.answered = False
        self.header = XesHeader(times)
        self.trace = AttributeColumns(TRACE_SLOTS, times, self.end_trace)
        self.event = AttributeColumns(EVENT_SLOTS[: 3 if classifier else 4], times, self.end_event)
        self.keys: list[str] | None = None
        self.in_trace = self.in_body = False
        self.traces = self.landed_traces = self.landed_events = 0
        self.trace_ids: list[str] = []
        self.cases: list[str | None] = []
        self.types: list[str | None] = []
        self.instants: list[int | None] = []
        self.time_texts: list[str | None] = []
        self.lifecycles: list[str | None] = []
        self.resources: list[str | None] = []
        self.at_log()

    def declare(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding = (encoding or "utf-8").lower()

    def answer(self, target: str, _: str) -> None:
        self.answered = self.answered or target == "tracework"

    def readable_in_bulk(self) -> bool:
        """Whether the parser stands between traces, with no comment or tag half read, in a file of the usual encoding.

        It is asked by an instruction of our own: one who is in the middle of something does not hear it.
        """
        self.answered = False
        self.source.feed(_QUESTION)
        between = self.answered and self.between_traces and self.header.at_top
        return between and self.encoding in ("utf-8", "utf8", "us-ascii")

    def parse(self, piece: bytes) -> None:
        self.source.feed(piece)
        self.after_piece()

    def read_block(self, text: bytes) -> bool:
        """Land whole traces without the parser, if their form allows it; an odd one the parser shall look at."""
        self.start_body()
        self.between_traces = True
        scanned = scan(text)
        if scanned is None:
            return False
        block = Block(scanned, self.times)
        slots = EVENT_SLOTS[: 4 if self.keys is None else 3]
        try:
            if not block.landable:
                return False
            self.land()
            events = block.events(self.landed_events, self.traces, slots, self.keys)
            objects = block.objects(self.landed_traces, self.traces, TRACE_SLOTS)
        except ZoneMissing:
            return False
        self.sink.write("objects", objects)
        if events.num_rows:
            self.sink.write("events", events)
        self.traces += scanned.traces
        self.landed_traces += scanned.traces
        self.landed_events += scanned.events
        return True

    def at_log(self) -> None:
        self.between_traces = True
        self.handle(self.start_in_log, self.header.end)

    def start_in_log(self, tag: str, given: list[str]) -> None:
        if tag == "trace" and self.header.at_top:
            self.start_body()
            self.in_trace = True
            self.handle(self.start_in_trace, self.trace.close)
        elif tag == "event" and self.header.at_top:
            self.start_body()
            self.handle(self.event.open, self.event.close)
        else:
            self.header.start(tag, given)

    def start_body(self) -> None:
        self.between_traces = False
        if self.in_body:
            return
        self.in_body = True
        if self.classifier is not None:
            self.keys = self._keys_of(self.classifier)

    def start_in_trace(self, tag: str, given: list[str]) -> None:
        if tag == "event" and self.trace.depth == 0:
            self.handle(self.event.open, self.event.close)
        else:
            self.trace.open(tag, given)

    def end_event(self) -> None:
        event = self.event
        slots = event.slots
        time_text = slots[0]
        self.instants.append(self.times[time_text])
        self.time_texts.append(time_text)
        self.lifecycles.append(slots[1])
        self.resources.append(slots[2])
        self.types.append(slots[3] if self.keys is None else self._classified(self.keys))
        event.end_row()
        if self.in_trace:
            self.handle(self.start_in_trace, self.trace.close)
        else:
            self.cases.append(None)
            self.at_log()

    def end_trace(self) -> None:
        self.traces += 1
        name = self.trace.slots[0] or f"case {self.traces}"
        self.trace_ids.append(name)
        self.name_cases(name)
        self.trace.end_row()
        self.in_trace = False
        self.at_log()

    def name_cases(self, name: str) -> None:
        """The events of the open trace learn their case: its name may stand behind them."""
        self.cases.extend([name] * (len(self.types) - len(self.cases)))

    def after_piece(self) -> None:
        if len(self.types) < BATCH_ROWS and len(self.trace_ids) < BATCH_ROWS:
            return
        if self.in_trace:
            name = self.trace.slots[0]
            if not name:
                return
            self.name_cases(name)
        self.land()

    def land(self) -> None:
        events, traces = len(self.types), len(self.trace_ids)
        first = self.landed_events
        self._write(
            "events",
            [
                pa.array(range(first, first + events), pa.int64()),
                pa.nulls(events, pa.string()),
                pa.array(self.types, pa.string()),
                moments(self.instants),
                pa.array(self.time_texts, pa.string()),
                pa.array(self.cases, pa.string()),
                pa.array(self.lifecycles, pa.string()),
                pa.array(self.resources, pa.string()),
                self.event.take(),
            ],
        )
        ids = pa.array(self.trace_ids, pa.string())
        rows = pa.array(range(self.landed_traces, self.landed_traces + traces), pa.int64())
        self._write("objects", [rows, ids, pa.nulls(traces, pa.string()), self.trace.take()])
        self.landed_events += events
        self.landed_traces += traces
        for column in (self.types, self.instants, self.time_texts, self.cases, self.lifecycles, self.resources):
            column.clear()
        self.trace_ids.clear()

    def finish(self, path: Path) -> None:
        self.land()
        if self.landed_events == 0:
            raise BadInput(
                f"{path} is a XES log without a single event ({self.landed_traces:,} traces). Nothing was imported. "
                "Export it again with its events."
            )
        log = Stream(self.sink, "log")
        for row in self.header.rows():
            log.add(*row)
        log.flush()

    def _write(self, stream: str, columns: list[pa.Array]) -> None:
        if len(columns[0]):
            self.sink.write(stream, pa.RecordBatch.from_arrays(columns, schema=SCHEMAS[stream]))

    def _classified(self, keys: list[str]) -> str | None:
        """What the classifier says the activity is: the values of its keys joined by "+", as XES puts it."""
        given = self.event.last_row()
        given.update(zip(EVENT_SLOTS, self.event.slots, strict=False))
        values = [given.get(key) or "" for key in keys]
        return "+".join(values) if any(values) else None

    def _keys_of(self, classifier: str) -> list[str]:
        found = self.header.classifiers
        if classifier not in found:
            listed = ", ".join(repr(name) for name in found) or "none"
            raise WrongUse(
                f"The log declares no classifier {classifier!r}; it declares {listed}. Name one of these, or none to "
                "take concept:name as the activity."
            )
        return classifier_keys(found[classifier], self.header.global_keys)

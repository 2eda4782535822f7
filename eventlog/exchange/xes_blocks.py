"""Scanned traces of a XES file as the landed streams: the same rows that the XML parser's way makes of them."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eventlog.exchange.attribute_columns import KINDS, path_part
from eventlog.exchange.records import ATTRIBUTE, ATTRIBUTES, MOMENT, SCHEMAS
from eventlog.exchange.utc_times import UtcTimes
from eventlog.exchange.xes_scan import TAGS, Flags, Positions, Scanned

_DATE = TAGS.index("date")
_UTC = pa.timestamp("us", "UTC")
# Arrow reads times fast; so near to the ends of the calendar the slow way looks at each.
_SURELY_INSIDE = (-62_135_500_000_000_000, 253_402_200_000_000_000)


@cache
def _kinds() -> pa.Array:
    """The kind of value of each tag. Made when first needed: with its first array Arrow imports pandas."""
    return pa.array([KINDS[tag] for tag in TAGS])


class Block:
    """Some whole traces, to be landed with their events."""

    def __init__(self, scanned: Scanned, times: UtcTimes) -> None:
        self.scanned = scanned
        self.times = times
        self.keys = scanned.keys.dictionary.to_pylist()
        self.codes = scanned.keys.indices.to_numpy(zero_copy_only=False)

    @property
    def landable(self) -> bool:
        """Whether no event or trace has two values of a key that has a column of its own."""
        doubles = ("concept:name", "time:timestamp", "org:resource", "lifecycle:transition")
        return all(
            not (np.diff(self.scanned.owner[self._having(key, of_events)]) == 0).any()
            for key in doubles
            for of_events in (True, False)
        )

    def events(
        self, first_row: int, first_trace: int, slots: Sequence[str], classifier: Sequence[str] | None
    ) -> pa.RecordBatch:
        """The events; `slots` are the keys that become columns, `first_trace` the number of traces before."""
        columns = {slot: self.column(slot, of_events=True) for slot in slots}
        time_text = columns["time:timestamp"]
        activity = columns["concept:name"] if classifier is None else self._classified(classifier)
        count = self.scanned.events
        arrays = [
            pa.array(np.arange(first_row, first_row + count)),
            pa.nulls(count, pa.string()),
            activity,
            self._instants(time_text),
            time_text,
            self.trace_names(first_trace).take(pa.array(self.scanned.trace_of_event)),
            columns["lifecycle:transition"],
            columns["org:resource"],
            self._attributes(slots, of_events=True),
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=SCHEMAS["events"])

    def objects(self, first_row: int, first_trace: int, slots: Sequence[str]) -> pa.RecordBatch:
        """The traces."""
        count = self.scanned.traces
        arrays = [
            pa.array(np.arange(first_row, first_row + count)),
            self.trace_names(first_trace),
            pa.nulls(count, pa.string()),
            self._attributes(slots, of_events=False),
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=SCHEMAS["objects"])

    def trace_names(self, first_trace: int) -> pa.StringArray:
        """The traces' own names, or their numbers."""
        names = self.column("concept:name", of_events=False)
        nameless = pc.fill_null(pc.equal(names, ""), True)
        if not pc.any(nameless).as_py():
            return names
        numbered = pa.array([f"case {first_trace + place + 1}" for place in np.flatnonzero(nameless.to_numpy(False))])
        return pc.replace_with_mask(names, nameless, numbered)

    def column(self, key: str, *, of_events: bool) -> pa.StringArray:
        """The value of a key for each event or trace, null where it has none."""
        places = np.flatnonzero(self._having(key, of_events))
        wanted = np.full(self.scanned.events if of_events else self.scanned.traces, -1)
        wanted[self.scanned.owner[places]] = places
        return self.scanned.values.take(pa.array(wanted, mask=wanted < 0))

    def _having(self, key: str, of_events: bool) -> Flags:
        code = self.keys.index(key) if key in self.keys else -1
        having: Flags = (self.codes == code) & (self.scanned.in_event == of_events)
        return having

    def _classified(self, classifier: Sequence[str]) -> pa.StringArray:
        columns = [pc.fill_null(self.column(key, of_events=True), "") for key in classifier]
        joined = pc.binary_join_element_wise(*columns, "+")
        empty = pc.equal(joined, "+" * (len(columns) - 1))
        return pc.if_else(empty, pa.scalar(None, pa.string()), joined)

    def _attributes(self, slots: Sequence[str], *, of_events: bool) -> pa.ListArray:
        taken = [self.keys.index(slot) for slot in slots if slot in self.keys]
        kept = (self.scanned.in_event == of_events) & ~np.isin(self.codes, taken)
        places: Positions = np.flatnonzero(kept)
        owners = self.scanned.owner[places]
        ends = np.zeros((self.scanned.events if of_events else self.scanned.traces) + 1, np.int32)
        np.cumsum(np.bincount(owners, minlength=len(ends) - 1), out=ends[1:])
        names = pa.array([path_part(key) for key in self.keys], pa.string()).take(pa.array(self.codes[places]))
        tags = self.scanned.tags[places]
        values = self._with_canonical_times(self.scanned.values.take(pa.array(places)), tags == _DATE)
        lists = pa.StructArray.from_arrays([names, _kinds().take(pa.array(tags)), values], fields=list(ATTRIBUTE))
        return pa.ListArray.from_arrays(pa.array(ends), lists, type=ATTRIBUTES)

    def _with_canonical_times(self, values: pa.StringArray, dates: Flags) -> pa.StringArray:
        if not dates.any():
            return values
        found = values.filter(pa.array(dates)).dictionary_encode()
        texts = pa.array([self.times.canonical(text) for text in found.dictionary.to_pylist()], pa.string())
        return pc.replace_with_mask(values, pa.array(dates), texts.take(found.indices))

    def _instants(self, texts: pa.StringArray) -> pa.TimestampArray:
        """The times in UTC. What Arrow does not read at once, the slow way does, or refuses."""
        found = texts.dictionary_encode()
        try:
            instants = found.dictionary.cast(_UTC).cast(pa.int64())
        except pa.ArrowInvalid:
            return self._slow_instants(found)
        bounds = pc.min_max(instants).as_py()
        if bounds["min"] is not None and not _SURELY_INSIDE[0] < bounds["min"] <= bounds["max"] < _SURELY_INSIDE[1]:
            return self._slow_instants(found)
        return instants.take(found.indices).cast(MOMENT)

    def _slow_instants(self, found: pa.DictionaryArray) -> pa.TimestampArray:
        instants = [self.times[text] for text in found.dictionary.to_pylist()]
        return pa.array(instants, pa.int64()).take(found.indices).cast(MOMENT)

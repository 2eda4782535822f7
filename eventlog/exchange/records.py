"""What an event-log file lands as: Arrow streams of events, objects, their changes and relations, times in UTC.

`SCHEMAS` is the contract between the readers of this folder, the landing and the build.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import pyarrow as pa

# An attribute's type is one of: string, time, integer, float, boolean, id, list, container. A nested attribute's name
# is its path, joined by "/"; a slash inside a name is written "~1" and a tilde "~0".
ATTRIBUTE = pa.struct([("name", pa.string()), ("type", pa.string()), ("value", pa.string())])
ATTRIBUTES = pa.list_(ATTRIBUTE)
MOMENT = pa.timestamp("us")

SCHEMAS: dict[str, pa.Schema] = {
    "events": pa.schema(
        [
            ("row", pa.int64()),  # 0-based position in the file
            ("id", pa.string()),
            ("type", pa.string()),
            ("time", MOMENT),
            ("time_text", pa.string()),  # as it stands in the file
            ("case", pa.string()),
            ("lifecycle", pa.string()),
            ("resource", pa.string()),
            ("attributes", ATTRIBUTES),
        ]
    ),
    # The attributes of an object are its initial values.
    "objects": pa.schema([("row", pa.int64()), ("id", pa.string()), ("type", pa.string()), ("attributes", ATTRIBUTES)]),
    "object_changes": pa.schema(
        [
            ("row", pa.int64()),
            ("object", pa.string()),
            ("name", pa.string()),
            ("type", pa.string()),
            ("value", pa.string()),
            ("time", MOMENT),
        ]
    ),
    "event_object": pa.schema(
        [("row", pa.int64()), ("event", pa.string()), ("object", pa.string()), ("qualifier", pa.string())]
    ),
    "object_object": pa.schema(
        [("row", pa.int64()), ("source", pa.string()), ("target", pa.string()), ("qualifier", pa.string())]
    ),
    # What a file says about itself: its own attributes, and under other types its extensions, globals, classifiers and
    # declared types (log_rows.py), so that an export can say it again.
    "log": pa.schema([("key", pa.string()), ("type", pa.string()), ("value", pa.string())]),
}

BATCH_ROWS = 25_000

Attribute = tuple[str, str, str | None]


class Sink(Protocol):
    """Takes what a reader has read, batch by batch; each batch has its stream's schema."""

    def write(self, stream: str, batch: pa.RecordBatch) -> None: ...


class Stream:
    """Collects the rows of one stream and hands them to the sink in batches. Times are microseconds since 1970, UTC."""

    def __init__(self, sink: Sink, name: str) -> None:
        self._sink = sink
        self._name = name
        self._schema = SCHEMAS[name]
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: object) -> None:
        """One row, its values in the order of the schema; attributes as a list of (name, type, value)."""
        self._rows.append(values)
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Hand over what is left."""
        if self._rows:
            columns = list(zip(*self._rows, strict=True))
            arrays = [_array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
            self._rows = []
            self._sink.write(self._name, pa.RecordBatch.from_arrays(arrays, schema=self._schema))


def attribute_lists(ends: Sequence[int], names: list[str], types: list[str], values: list[str | None]) -> pa.ListArray:
    """Lists of attributes from flat columns; `ends` opens with 0 and says after how many attributes each list ends."""
    columns = [pa.array(names, pa.string()), pa.array(types, pa.string()), pa.array(values, pa.string())]
    return pa.ListArray.from_arrays(
        pa.array(ends, pa.int32()), pa.StructArray.from_arrays(columns, fields=list(ATTRIBUTE)), type=ATTRIBUTES
    )


def moments(microseconds: Sequence[int | None]) -> pa.TimestampArray:
    """A time column from microseconds since 1970, UTC."""
    return pa.array(microseconds, pa.int64()).cast(MOMENT)


def _array(column: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if kind == MOMENT:
        return moments(column)
    if kind == ATTRIBUTES:
        return _attribute_column(column)
    return pa.array(column, kind)


def _attribute_column(column: Sequence[Sequence[Attribute]]) -> pa.ListArray:
    ends, names, types, values = [0], list[str](), list[str](), list[str | None]()
    for attributes in column:
        for name, kind, value in attributes:
            names.append(name)
            types.append(kind)
            values.append(value)
        ends.append(len(names))
    return attribute_lists(ends, names, types, values)

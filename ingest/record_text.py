"""Records as text: every value as it stands in the vendor's answer, and of which JSON kind it was."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

# our own columns beside the vendor's: whether the record is gone, a number for its key, a number for all it says
DELETED, KEY, CONTENT = "_deleted", "_key", "_content"
OURS = frozenset({DELETED, KEY, CONTENT})
KINDS: Mapping[type, str] = {
    str: "string", bool: "boolean", int: "number", float: "number", dict: "object", list: "array",
}  # fmt: skip


@dataclass(frozen=True)
class TextTable:
    """Records as a table of text columns; `kinds` tells for each column which JSON kinds its values had."""

    table: pa.Table
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)


def text_table(records: Sequence[Mapping[str, Any]] | pa.Table) -> TextTable:
    """The records as text: strings as they are, numbers, true and false as JSON has them, what is nested as JSON."""
    if isinstance(records, pa.Table):
        return _of_arrow(records)
    columns: dict[str, pa.Array] = {}
    kinds: dict[str, frozenset[str]] = {}
    for name in dict.fromkeys(chain.from_iterable(records)):
        values = _column(records, name)
        found = set(map(type, values)) - {type(None)}
        if found - {str}:
            values = _as_texts(values, found)
        columns[_free(name)] = pa.array(values, pa.string())
        kinds[_free(name)] = frozenset(KINDS.get(kind, "string") for kind in found)
    return TextTable(pa.table(columns), kinds)


def as_text(value: Any) -> str | None:
    """One value as text, or None for null."""
    return None if value is None else WRITERS.get(type(value), str)(value)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


# a value reads the same whatever stands beside it, else it would seem to have changed
WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: str, bool: {True: "true", False: "false"}.__getitem__, int: str, float: repr, dict: _json, list: _json,
    tuple: _json,
}  # fmt: skip


def _column(records: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    try:
        return list(map(itemgetter(name), records))
    except KeyError:
        return [record.get(name) for record in records]


def _as_texts(values: list[Any], found: set[type]) -> list[str | None]:
    """The values of a column as texts; quickly where all are of one type."""
    if len(found) > 1 or None in values:
        return [as_text(value) for value in values]
    (kind,) = found
    return list(map(WRITERS.get(kind, str), values))


def _of_arrow(table: pa.Table) -> TextTable:
    names = [_free(name) for name in table.column_names]
    columns = [column if column.type == pa.string() else pc.cast(column, pa.string()) for column in table.itercolumns()]
    return TextTable(pa.table(columns, names=names), {name: frozenset({"string"}) for name in names})


def _free(name: str) -> str:
    """A vendor's column that is called as one of ours gets one more underscore."""
    return f"_{name}" if name in OURS else name

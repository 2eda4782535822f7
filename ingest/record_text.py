"""Records as text: every value as it stands in the vendor's answer, and of which JSON kind it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

# our own columns beside the vendor's: whether the record is gone, a number for its key, a number for all it says
DELETED, KEY, CONTENT = "_deleted", "_key", "_content"
OURS = frozenset({DELETED, KEY, CONTENT})
KINDS = {
    str: "string", bool: "boolean", int: "number", float: "number", dict: "object", list: "array", type(None): "",
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
    for name in dict.fromkeys(name for record in records for name in record):
        values = [record.get(name) for record in records]
        found = set(map(type, values))
        if not found <= {str, type(None)}:
            values = [value if type(value) is str else as_text(value) for value in values]
        columns[_free(name)] = pa.array(values, pa.string())
        kinds[_free(name)] = frozenset(KINDS.get(kind, "string") for kind in found) - {""}
    return TextTable(pa.table(columns), kinds)


def as_text(value: Any) -> str | None:
    """One value as text, or None for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | dict | list | tuple):
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    return str(value)


def _of_arrow(table: pa.Table) -> TextTable:
    names = [_free(name) for name in table.column_names]
    columns = [column if column.type == pa.string() else pc.cast(column, pa.string()) for column in table.itercolumns()]
    return TextTable(pa.table(columns, names=names), {name: frozenset({"string"}) for name in names})


def _free(name: str) -> str:
    """A vendor's column that is called as one of ours gets one more underscore."""
    return f"_{name}" if name in OURS else name

"""Answers that arrive whole and say something else: records twice, in another order, with a column more, of other type.

What a record is differs from vendor to vendor; here it is every object in a list of the answer, or the answer itself
where it has no list. Bulk results are CSV.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import orjson

NEW_COLUMN = "addedByTheVendor"
# Salesforce tells how many records a page of CSV has, and a page of twice as many says so.
COUNTED = b"sforce-numberofrecords"
Records = list[dict[str, Any]]
Header = tuple[bytes, bytes]


def altered(kind: str, body: bytes, column: str) -> bytes:
    """The body with its records altered; `column` is the one whose type changes, in the first record that has it."""
    change = _changes(column)[kind]
    if body[:1] not in (b"[", b"{"):
        rows = list(csv.DictReader(io.StringIO(body.decode())))
        return _as_csv(change(rows)) if rows else body
    content = orjson.loads(body)
    found = _with_lists(content, change)
    return orjson.dumps(change([content])[0] if found is content and isinstance(content, dict) else found)


def with_count(kind: str, headers: list[Header]) -> list[Header]:
    """The headers, with the number of records that the altered body has."""
    times = 2 if kind == "duplicated" else 1
    return [(name, str(int(value) * times).encode() if name.lower() == COUNTED else value) for name, value in headers]


def _changes(column: str) -> dict[str, Callable[[Records], Records]]:
    def retyped(records: Records) -> Records:
        first = next((record for record in records if record.get(column) is not None), None)
        return [{**record, column: f"about {record[column]}"} if record is first else record for record in records]

    return {
        "duplicated": lambda records: [record for record in records for _ in range(2)],
        "reordered": lambda records: records[::-1],
        "new_column": lambda records: [{**record, NEW_COLUMN: "new"} for record in records],
        "changed_type": retyped,
    }  # fmt: skip


def _with_lists(content: Any, change: Callable[[Records], Records]) -> Any:
    """The content with its outermost lists of objects changed; the very same content where it has none."""
    if isinstance(content, list):
        return change(content) if content and isinstance(content[0], dict) else content
    if not isinstance(content, dict):
        return content
    changed = {name: _with_lists(value, change) for name, value in content.items()}
    return content if all(changed[name] is content[name] for name in content) else changed


def _as_csv(rows: Records) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()

"""From the text that landed to a typed value, or null where the text is no such value; an empty text is no value.

A time without an offset is read on the clock of the source's zone. An hour that the clocks skip counts as the one after
it; one that they repeat counts as its second pass (standard time): the same answer always, as no record can tell.
"""

from core.sql import literal
from eventlog.record_stream import Kind

NAMED: dict[Kind, str] = {
    "text": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "instant": "a time",
    "local_time": "a time",
    "json": "JSON",
}
HAS_OFFSET = r"(Z|[+-]\d\d:?\d\d)$"
NULL: dict[Kind, str] = {
    "text": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp",
    "local_time": "timestamp",
    "json": "json",
}


def typed(text: str, kind: Kind, zone: str) -> str:
    """SQL for the value of the SQL expression `text`; times come out as UTC."""
    if kind == "text":
        return text
    if kind == "integer":
        return f"case when try_cast({text} as bigint) = try_cast({text} as double) then try_cast({text} as bigint) end"
    if kind in ("boolean", "json"):
        return f"try_cast({text} as {kind})"
    value = {
        "number": f"try_cast({text} as double)",
        "date": f"try_cast({text} as date)",
        "instant": f"try_cast({text} as timestamptz)",
        "local_time": _local(text, zone),
    }[kind]
    return f"case when isfinite({value}) then {_in_utc(value) if NULL[kind] == 'timestamp' else value} end"


def missing(kind: Kind) -> str:
    """SQL for a declared column that never came."""
    return f"null::{NULL[kind]}"


def _local(text: str, zone: str) -> str:
    on_the_clock = f"timezone({literal(zone)}, try_cast({text} as timestamp))"
    with_offset = f"try_cast({text} as timestamptz)"
    return f"case when regexp_matches({text}, {literal(HAS_OFFSET)}) then {with_offset} else {on_the_clock} end"


def _in_utc(instant: str) -> str:
    """SQL for an instant as a timestamp; a cast would ask the calendar of the session's zone, at twice the work."""
    return f"make_timestamp(epoch_us({instant}))"

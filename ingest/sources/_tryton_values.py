"""Values of JSON-RPC: what JSON has no type for comes wrapped, as `{"__class__": "Decimal", "decimal": "12.50"}`.

They become what the database has: decimals as they are written, durations in seconds, times in UTC without an offset.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON-RPC gave it, without its wrapping."""
    if not isinstance(value, dict) or "__class__" not in value:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    match value["__class__"]:
        case "Decimal":
            return value["decimal"]
        case "datetime":
            return moment(value).isoformat(sep=" ")
        case "date":
            return date(value["year"], value["month"], value["day"]).isoformat()
        case "timedelta":
            return value["seconds"]
        case "bytes":
            return base64.decodebytes(value["base64"].encode()).decode("utf-8", "replace")
        case _:
            return value


def moment(value: Mapping[str, Any]) -> datetime:
    """A `datetime` of JSON-RPC."""
    parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return datetime(*(value[part] for part in parts))


def in_rpc(value: datetime) -> dict[str, Any]:
    """A moment as JSON-RPC wants it: UTC, in parts."""
    utc = value.astimezone(UTC) if value.tzinfo else value
    parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return {"__class__": "datetime", **{part: getattr(utc, part) for part in parts}}


def changed_at(row: Mapping[str, Any]) -> Any:
    """When a record was last written."""
    return row.get("write_date") or row.get("create_date")

"""Values of Tryton's JSON-RPC, as its own encoder writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ingest.sources._tryton_values import changed_at, in_rpc, plain

MOMENT = {
    "__class__": "datetime",
    "year": 2026,
    "month": 2,
    "day": 3,
    "hour": 4,
    "minute": 5,
    "second": 6,
    "microsecond": 7,
}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"__class__": "Decimal", "decimal": "12.50"}, "12.50"),
        ({"__class__": "timedelta", "seconds": 27_000.0}, 27_000.0),
        ({"__class__": "date", "year": 2026, "month": 2, "day": 3}, "2026-02-03"),
        ({"__class__": "bytes", "base64": "w6k=\n"}, "é"),
        (MOMENT, "2026-02-03 04:05:06.000007"),
        ({"__class__": "unheard of", "x": 1}, {"__class__": "unheard of", "x": 1}),
        (12, "12"),
        (True, True),
        ("sale.sale,12", "sale.sale,12"),
        ([3, 5], [3, 5]),
        (None, None),
    ],
)
def test_a_value_without_its_wrapping(given, text):
    assert plain(given) == text


def test_a_moment_is_asked_for_in_utc():
    assert in_rpc(datetime(2026, 2, 3, 4, 5, 6, 7, UTC)) == MOMENT
    assert in_rpc(datetime(2026, 2, 3, 6, 5, 6, 7, timezone(timedelta(hours=2)))) == MOMENT


def test_a_record_was_last_changed_when_it_was_written_or_else_created():
    assert changed_at({"create_date": "2026-01-01", "write_date": "2026-02-02"}) == "2026-02-02"
    assert changed_at({"create_date": "2026-01-01", "write_date": None}) == "2026-01-01"

"""Times as texts: against the datetime of the standard library, and at the edges of what a date can be."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import WrongUse
from eventlog.exchange.utc_times import UtcTimes, ZoneMissing, canonical_time

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T01:00:00.000+01:00", 0),
        ("1970-01-01T00:00:00.001Z", 1_000),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T00:00:00.5+00:00", 500_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("1970-01-01 00:00:01Z", 1_000_000),
        ("1970-01-01T00:00:00.123456789Z", 123_456),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ],
)
def test_a_time_is_microseconds_since_1970(text: str, expected: int):
    assert UtcTimes()[text] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "yesterday",
        "2020-13-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "-5",
        "1e9",
    ],
)
def test_what_is_no_time_of_the_years_1_to_9999_is_none(text: str | None):
    assert UtcTimes()[text] is None


def test_a_time_without_a_zone_is_refused_until_one_is_named():
    with pytest.raises(ZoneMissing):
        UtcTimes()["2026-07-01T12:00:00"]
    assert UtcTimes("Europe/Berlin")["2026-07-01T12:00:00"] == UtcTimes()["2026-07-01T12:00:00+02:00"]
    assert UtcTimes("Europe/Berlin")["2026-07-01T12:00:00Z"] == UtcTimes()["2026-07-01T12:00:00Z"]


def test_an_unknown_zone_is_told():
    with pytest.raises(WrongUse, match="Mars"):
        UtcTimes("Mars/Olympus")


def test_canonical_leaves_alone_what_it_does_not_know():
    times = UtcTimes()
    assert times.canonical("2010-01-13T08:40:25.000+02:00") == "2010-01-13T06:40:25.000000Z"
    assert times.canonical("2010-01-13T08:40:25") == "2010-01-13T08:40:25"
    assert times.canonical("soon") == "soon"
    assert times.canonical(None) is None


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)),
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_any_time_with_any_offset_is_its_instant(moment: datetime, offset: int):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    instant = UtcTimes()[aware.isoformat()]
    assert instant == (aware - EPOCH) // MICROSECOND
    assert UtcTimes()[canonical_time(instant)] == instant

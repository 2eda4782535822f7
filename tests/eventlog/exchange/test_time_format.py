"""Formats of times: found from all values, tried against Python's own strptime; day or month first only by evidence."""

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa
import pytest

from core.database import Database, open_memory
from eventlog.exchange.time_format import TimeReading, formats_of, read_epochs, read_times
from eventlog.exchange.time_text import EPOCH_MILLISECONDS, EPOCH_SECONDS, text_time

PYTHON_FORMATS = [
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S.%fZ",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y/%m/%d %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%y %H:%M",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y, %H:%M",
    "%d-%m-%Y %H:%M:%S,%f",
    "%d/%m/%Y %I:%M %p",
    "%d/%m/%Y %I:%M:%S%p",
    "%d %b %Y %H:%M",
    "%d-%b-%y",
    "%d. %B %Y",
    "%B %d, %Y",
    "%b %d %Y %H:%M:%S",
    "%a, %d %b %Y %H:%M:%S",
    "%A %d %B %Y",
    "%Y%m%d",
    "%Y%m%dT%H%M%S",
    "%Y%m%d %H%M",
]
MOMENTS = [datetime(2023, 10, 27, 16, 5, 9, 250_000), datetime(2024, 2, 29, 0, 0), datetime(1999, 12, 31, 23, 59, 59)]


def column(values: Iterable[str | int | None]) -> Database:
    database = open_memory()
    database.register("given", pa.table({"t": list(values)}))
    return database


def reading(*values: str) -> TimeReading:
    found = read_times(column(values), "given", "t")
    assert found is not None
    return found


@pytest.mark.parametrize("time_format", PYTHON_FORMATS)
def test_each_way_to_write_a_time_is_found_and_read_back(time_format: str) -> None:
    values = [moment.strftime(time_format) for moment in MOMENTS]
    found = reading(*values)
    assert found.unreadable == 0
    database = column(values)
    read = database.column(f"select {text_time('t', found.in_order(None), None)} from given")
    assert read == [datetime.strptime(value, time_format) for value in values]


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2024-07-01T10:00:00+02:00", datetime(2024, 7, 1, 8)),
        ("2024-07-01 10:00:00.5 -0530", datetime(2024, 7, 1, 15, 30, 0, 500_000)),
        ("01.07.2024 10:00 +02", datetime(2024, 7, 1, 8)),
        ("2024-07-01 10:00:00 UTC", datetime(2024, 7, 1, 10)),
        ("2024-07-01 10:00:00 Europe/Berlin", datetime(2024, 7, 1, 8)),
        ("2024-07-01T10:00:00Z", datetime(2024, 7, 1, 10)),
    ],
)
def test_a_time_that_names_its_zone_needs_no_other(value: str, utc: datetime) -> None:
    found = reading(value)
    assert not found.needs_zone
    assert column([value]).value(f"select {text_time('t', found.formats, 'Asia/Tokyo')} from given") == utc


def test_a_time_of_seven_digits_after_the_second() -> None:
    found = reading("2024-07-01 10:00:00.1234567")
    read = column(["2024-07-01 10:00:00.1234567"]).value(f"select {text_time('t', found.formats, None)} from given")
    assert abs((read - datetime(2024, 7, 1, 10, 0, 0, 123_456)).total_seconds()) <= 1e-6


@pytest.mark.parametrize("value", ["", "hello", "12", "1.5", "12:30", "2024", "case 2024-01-01", "12-34", "v1.2.3.4"])
def test_what_is_no_time(value: str) -> None:
    assert formats_of(value) is None


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (("01/02/2024", "13/02/2024"), "%d/%m/%Y"),
        (("01/02/2024", "02/13/2024"), "%m/%d/%Y"),
        (("1-2-24 10:00", "13-2-24 10:00"), "%d-%m-%y %H:%M"),
    ],
)
def test_a_value_above_twelve_says_what_comes_first(values: tuple[str, ...], first: str) -> None:
    found = reading(*values)
    assert not found.open_order
    assert found.in_order(None) == (first,)


def test_the_evidence_may_stand_in_the_last_of_many_rows() -> None:
    found = reading(*["03/04/2024"] * 5000, "04/13/2024")
    assert found.in_order(None) == ("%m/%d/%Y",)


def test_without_evidence_the_order_stays_open() -> None:
    found = reading("01/02/2024", "11/12/2024")
    assert found.open_order
    assert found.in_order("month") == ("%m/%d/%Y",)
    assert found.in_order("day") == ("%d/%m/%Y",)


def test_evidence_for_both_is_no_evidence() -> None:
    found = reading("13/02/2024", "02/14/2024", "02/15/2024")
    assert found.open_order
    assert (found.day_only, found.month_only) == (1, 2)


def test_an_offset_that_moves_the_day_proves_nothing() -> None:
    assert reading("12/05/2024 23:00:00 -0500", "11/05/2024 23:00:00 -0500").open_order


def test_several_ways_in_one_column() -> None:
    found = reading(
        "2024-01-01 10:00:00", "2024-01-01 10:00:00.5", "2024-01-01T10:00:00Z", "never", "2/1/13", "2/13/2013"
    )
    assert found.unreadable == 1
    assert found.example == "never"
    assert found.mixed_zones
    assert found.in_order(None).index("%m/%d/%y") < found.in_order(None).index("%m/%d/%Y")


def test_a_way_that_begins_after_a_thousand_rows_is_found() -> None:
    assert reading(*["2024-01-01"] * 3000, *["2024-01-01 10:00"] * 3).unreadable == 0


def test_a_column_with_few_times_among_other_things_is_no_time() -> None:
    assert read_times(column(["2024-01-01", "open", "closed", "later"]), "given", "t") is None


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        ([1_700_000_000, 1_700_003_600], (EPOCH_SECONDS,)),
        ([1_700_000_000_000, 1_700_003_600_123], (EPOCH_MILLISECONDS,)),
        (["1700000000.25"], (EPOCH_SECONDS,)),
        ([17, 1_700_000_000], None),
    ],
)
def test_numbers_that_count_from_1970(values: list[int | str], formats: tuple[str, ...] | None) -> None:
    found = read_epochs(column(values), "given", "t")
    assert (found.formats if found else None) == formats


def test_an_epoch_is_read_to_the_microsecond() -> None:
    database = column(["1700000000.25"])
    assert database.value(f"select {text_time('t', (EPOCH_SECONDS,), None)} from given") == datetime(
        2023, 11, 14, 22, 13, 20, 250_000
    )

"""When a report is due: working days, weekdays and cron, by the clock of a zone, also when that clock is changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendars import calendar
from reports.due import due_between, read_when

BERLIN = ZoneInfo("Europe/Berlin")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(text: str, zone: str, first: str, last: str, entity: str | None = None) -> list[str]:
    own = calendar(entity) if entity else None
    found = due_between(read_when(text), ZoneInfo(zone), own, (moment(first), moment(last)))
    return [f"{each:%Y-%m-%d %H:%M}" for each in found]


def test_the_first_working_day_is_that_of_the_entity():
    # 1 January is a holiday, 1 May is one in Munich and none in New York, 1 August 2026 is a Saturday
    assert due("first working day 07:00", "Europe/Berlin", "2026-01-01", "2026-01-31", "munich") == ["2026-01-02 06:00"]
    assert due("first working day 07:00", "Europe/Berlin", "2026-05-01", "2026-05-31", "munich") == ["2026-05-04 05:00"]
    assert due("first working day 07:00", "America/New_York", "2026-05-01", "2026-05-31", "new_york") == [
        "2026-05-01 11:00"
    ]
    assert due("working day 3 07:00", "UTC", "2026-08-01", "2026-08-31") == ["2026-08-05 07:00"]


def test_weekdays_and_cron():
    assert due("Monday 07:00", "UTC", "2026-03-02 07:00", "2026-03-16 07:00") == [
        "2026-03-09 07:00",
        "2026-03-16 07:00",
    ]
    assert due("0 7 * * mon-tue", "UTC", "2026-03-01", "2026-03-10") == [
        "2026-03-02 07:00", "2026-03-03 07:00", "2026-03-09 07:00",
    ]  # fmt: skip


def test_an_hour_that_the_clock_skips_is_the_one_after_it():
    assert due("every day 02:30", "Europe/Berlin", "2026-03-28 12:00", "2026-03-30 12:00") == [
        "2026-03-29 01:30", "2026-03-30 00:30",
    ]  # fmt: skip


def test_an_hour_that_comes_twice_counts_once():
    assert due("every day 02:30", "Europe/Berlin", "2026-10-24 12:00", "2026-10-26 12:00") == [
        "2026-10-25 00:30", "2026-10-26 01:30",
    ]  # fmt: skip


@pytest.mark.parametrize("steps", [7, 60, 61, 600])
def test_however_often_one_looks_each_time_is_seen_once(steps: int):
    when, at, until, seen = read_when("30 * * * *"), moment("2026-10-24"), moment("2026-10-27"), []
    while at < until:
        following = min(at + timedelta(minutes=steps), until)
        seen += due_between(when, BERLIN, None, (at, following))
        at = following
    assert seen == due_between(when, BERLIN, None, (moment("2026-10-24"), moment("2026-10-27")))
    # the hour that comes twice counts once
    assert len(seen) == 71


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "Monday 25:00", "working day 0 07:00", "0 7 * * 1", "61 7 * * *", "a b c d e"]
)
def test_what_cannot_be_read_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        read_when(text)

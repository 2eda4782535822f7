"""Elapsed and business durations: for millions of pairs at once in SQL, and for one pair in Python.

Working time is a clock that runs only while a calendar works. `calendar_day` holds its reading at the start of every
UTC day, so the reading at any instant is one look-up away, and a business duration is the difference of two readings.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice, repeat
from typing import NamedTuple

from core.calendars import Calendar
from core.database import Database
from core.errors import BadSettings, WrongUse
from core.sql import load
from core.working_day import Interval, day_of, intervals_of_utc_day, microseconds, start_of

INTERVALS = 6
"""Columns of `calendar_day`: a UTC day meets two local days of at most three intervals each."""

COLUMNS = ["calendar_no", "day", "before_us", *chain(*((f"a{n}", f"b{n}") for n in range(1, INTERVALS + 1)))]


class Duration(NamedTuple):
    """The time between two instants. `backwards` flags an end before the start: both durations are then unknown."""

    elapsed_us: int | None
    business_us: int | None
    backwards: bool


def install(database: Database, calendars: Sequence[Calendar], first: date, last: date) -> None:
    """Make the table `calendar_day` for the UTC days from `first` to `last`; `calendar_no` counts `calendars` from 0.

    Days a calendar does not know are absent: business time there is null.
    """
    rows = [row for number, one in enumerate(calendars) for row in _calendar_days(number, one, first, last)]
    # bound as lists and not registered as a table, for which DuckDB would load pandas, which takes a second
    values = {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}
    columns = (f"unnest(${name}::{'date' if name == 'day' else 'bigint'}[]) as {name}" for name in COLUMNS)
    database.run(f"create or replace temp table calendar_day as select {', '.join(columns)}", **values)


def worked_expression(ts: str, day_alias: str) -> str:
    """SQL for the working time from the calendar's origin until `ts`, in microseconds since 1970.

    `day_alias` is the row of `calendar_day` joined on `calendar_no` and `day = make_timestamp(ts)::date`.
    """
    intervals = (
        f"greatest(0, least({ts} - {day_alias}.a{n}, {day_alias}.b{n} - {day_alias}.a{n}))"
        for n in range(1, INTERVALS + 1)
    )
    return f"({day_alias}.before_us + {' + '.join(intervals)})"


def durations_of(relation: str) -> str:
    """SQL for the durations of every pair in `relation`, which has `calendar_no`, `start_us` and `end_us`.

    Call `install` first. Its rows are the pairs with `elapsed_us`, `business_us` and the flag `backwards` beside them.
    """
    text = load("core", "business_durations.sql").replace("{relation}", relation)
    text = text.replace("{worked_at_start}", worked_expression("pair.start_us", "day_of_start"))
    return text.replace("{worked_at_end}", worked_expression("pair.end_us", "day_of_end"))


def duration(calendar: Calendar, start: datetime, end: datetime) -> Duration:
    """The time between two instants, whatever zones they are written in."""
    if start.utcoffset() is None or end.utcoffset() is None:
        raise WrongUse(
            f"The time {start if start.utcoffset() is None else end} names no time zone, so it is no instant. "
            "Give it one, such as 2026-03-02 09:00-05:00."
        )
    start_us, end_us = microseconds(start), microseconds(end)
    if end_us < start_us:
        return Duration(None, None, backwards=True)
    return Duration(end_us - start_us, _worked_between(calendar, start_us, end_us), backwards=False)


def business_us(calendar: Calendar, start: datetime, end: datetime) -> int | None:
    """The working microseconds between two instants; None where the calendar does not know, or backwards."""
    return duration(calendar, start, end).business_us


def _worked_between(calendar: Calendar, start_us: int, end_us: int) -> int | None:
    if start_us < start_of(calendar.known_from) or end_us >= start_of(calendar.known_until + timedelta(days=1)):
        return None
    first, last = day_of(start_us), day_of(end_us)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    pieces = chain.from_iterable(intervals_of_utc_day(calendar, day) for day in days)
    return sum(max(0, min(until, end_us) - max(since, start_us)) for since, until in pieces)


def _calendar_days(number: int, calendar: Calendar, first: date, last: date) -> list[tuple[object, ...]]:
    """The rows of one calendar, oldest first: a pure sum, so that no day is counted twice."""
    rows: list[tuple[object, ...]] = []
    day, last, worked = max(first, calendar.known_from), min(last, calendar.known_until), 0
    while day <= last:
        intervals = intervals_of_utc_day(calendar, day)
        rows.append((number, day, worked, *_as_columns(calendar, day, intervals)))
        worked += sum(until - since for since, until in intervals)
        day += timedelta(days=1)
    return rows


def _as_columns(calendar: Calendar, day: date, intervals: Sequence[Interval]) -> list[int]:
    if len(intervals) > INTERVALS:
        raise BadSettings(
            f"The calendar {calendar.name} works in {len(intervals)} separate intervals on {day} (UTC), and the "
            f"most is {INTERVALS}. Join some of its working hours and build again."
        )
    # an interval that is not there is empty and lies at the day's start
    empty = start_of(day)
    return list(islice(chain(*intervals, repeat(empty)), 2 * INTERVALS))

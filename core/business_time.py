"""Business durations, for millions of pairs at once in SQL.

Working time is a clock that runs only while a calendar works. `calendar_day` holds its reading at the start of every
UTC day, so the reading at any instant is one look-up away, and a business duration is the difference of two readings.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain, islice, repeat

from core.calendars import Calendar
from core.database import Database
from core.errors import BadSettings
from core.working_day import Interval, intervals_of_utc_day, start_of

INTERVALS = 6
"""Columns of `calendar_day`: a UTC day meets two local days of at most three intervals each."""

COLUMNS = ["calendar_no", "day", "before_us", *chain(*((f"a{n}", f"b{n}") for n in range(1, INTERVALS + 1)))]


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

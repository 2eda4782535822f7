"""Durations by the working clock: of every pair of a table in SQL, as statements take them, and of one pair slowly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from core.business_time import worked_expression
from core.calendars import Calendar
from core.working_day import day_of, intervals_of_utc_day, microseconds, start_of


class Duration(NamedTuple):
    """The time between two instants. `backwards` flags an end before the start: both durations are then unknown."""

    elapsed_us: int | None
    business_us: int | None
    backwards: bool


def durations_of(relation: str) -> str:
    """SQL for the durations of every pair in `relation`, which has `calendar_no`, `start_us` and `end_us`."""
    worked = f"{worked_expression('pair.end_us', 'last')} - {worked_expression('pair.start_us', 'early')}"
    days = [
        f"left join calendar_day as {day} "
        f"on {day}.calendar_no = pair.calendar_no and {day}.day = make_timestamp(pair.{end})::date"
        for day, end in (("early", "start_us"), ("last", "end_us"))
    ]
    return (
        "select pair.*, case when end_us >= start_us then end_us - start_us end as elapsed_us, "
        f"case when end_us >= start_us then {worked} end as business_us, end_us < start_us as backwards "
        f"from {relation} as pair {' '.join(days)}"
    )


def duration(calendar: Calendar, start: datetime, end: datetime) -> Duration:
    """The time between two instants, whatever zones they are written in, by the working intervals of each day."""
    start_us, end_us = microseconds(start), microseconds(end)
    if end_us < start_us:
        return Duration(None, None, backwards=True)
    known = start_of(calendar.known_from) <= start_us and end_us < start_of(calendar.known_until + timedelta(days=1))
    return Duration(end_us - start_us, _worked(calendar, start_us, end_us) if known else None, backwards=False)


def _worked(calendar: Calendar, start_us: int, end_us: int) -> int:
    first, last = day_of(start_us), day_of(end_us)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    pieces = (piece for day in days for piece in intervals_of_utc_day(calendar, day))
    return sum(max(0, min(until, end_us) - max(since, start_us)) for since, until in pieces)

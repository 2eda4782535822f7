"""The working clock of a calendar over a span of days: how much was worked by an instant, and when so much will be."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from core.calendars import Calendar
from core.working_day import day_of, intervals_of_utc_day

Floats = NDArray[np.float64]
DAY_US = 86_400_000_000
HOUR_US = 3_600_000_000
BEFORE, AFTER = 7, 400
"""Days more than asked for: what is due later than that is not told."""


class WorkingClock:
    """Days since 1970, with their fractions, to working hours since the clock's first day, and back."""

    def __init__(self, calendar: Calendar, first: float, last: float) -> None:
        since, until = day_of(int(first * DAY_US)), day_of(int(last * DAY_US))
        start = max(since - timedelta(days=BEFORE), calendar.known_from)
        end = min(until + timedelta(days=AFTER), calendar.known_until)
        edges: list[int] = []
        for offset in range((end - start).days + 1):
            for interval in intervals_of_utc_day(calendar, _plus(start, offset)):
                # intervals that touch at midnight stay apart: between them the clock runs all the same
                edges += interval
        self._day = np.array(edges, np.float64) / DAY_US
        worked = np.diff(np.array(edges, np.float64), prepend=edges[0] if edges else 0) / HOUR_US
        worked[::2] = 0.0
        self._hours = np.cumsum(worked)

    @property
    def runs(self) -> bool:
        """Whether it ever does: of years that its calendar knows nothing of no hour is known to be worked."""
        return len(self._day) > 0

    def worked(self, day: Floats) -> Floats:
        """Working hours by each instant."""
        return np.asarray(np.interp(day, self._day, self._hours), np.float64)

    def when(self, hours: Floats) -> Floats:
        """The first instant by which so much was worked; not a number beyond the clock."""
        at = np.searchsorted(self._hours, hours, side="left")
        inside = (at > 0) & (at < len(self._hours))
        at = np.clip(at, 1, len(self._hours) - 1)
        left = self._hours[at] - hours
        return np.where(inside, self._day[at] - left * HOUR_US / DAY_US, np.nan)


def _plus(day: date, offset: int) -> date:
    return day + timedelta(days=offset)

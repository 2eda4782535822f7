"""The working intervals of one UTC day: every instant at which the clock in the calendar's zone shows a working time.

So an hour the clocks skip in spring is not worked, and one they repeat in autumn is worked twice.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.calendars import Calendar

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()

Interval = tuple[int, int]
"""From, until: microseconds since 1970, UTC."""


def microseconds(instant: datetime) -> int:
    """An instant as microseconds since 1970, exactly."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def start_of(day: date) -> int:
    """Midnight UTC at which a day starts."""
    return (day.toordinal() - EPOCH_DAY) * DAY


def day_of(instant: int) -> date:
    """The UTC day in which an instant lies."""
    return date.fromordinal(EPOCH_DAY + instant // DAY)


# a build lays out the same years once for each process
@lru_cache(maxsize=100_000)
def intervals_of_utc_day(calendar: Calendar, day: date) -> tuple[Interval, ...]:
    """The working intervals of a UTC day in order, those that touch joined into one."""
    joined: list[Interval] = []
    for since, until, offset in _stretches(calendar.clock, start_of(day)):
        for interval in _worked_in(calendar, day, (since, until), offset):
            if joined and joined[-1][1] == interval[0]:
                joined[-1] = (joined[-1][0], interval[1])
            else:
                joined.append(interval)
    return tuple(joined)


def _worked_in(calendar: Calendar, day: date, stretch: Interval, offset: int) -> list[Interval]:
    """The working intervals of a stretch of time in which the local clock is `offset` ahead of UTC all along."""
    since, until = stretch
    found = []
    for local_day in (day - timedelta(days=1), day, day + timedelta(days=1)):
        midnight = start_of(local_day) - offset
        for start, end in calendar.hours(local_day):
            interval = max(since, midnight + start * MINUTE), min(until, midnight + end * MINUTE)
            if interval[0] < interval[1]:
                found.append(interval)
    return found


def _stretches(clock: ZoneInfo, midnight: int) -> list[tuple[int, int, int]]:
    """A UTC day cut where the clocks change: (from, until, offset), at most two of them."""
    end = midnight + DAY
    before, after = _offset(clock, midnight), _offset(clock, end - SECOND)
    if before == after:
        return [(midnight, end, before)]
    change = _first_second_of(clock, after, midnight, end - SECOND)
    return [(midnight, change, before), (change, end, after)]


def _first_second_of(clock: ZoneInfo, offset: int, early: int, late: int) -> int:
    """Where between `early` (another offset) and `late` (this one) the clocks change, by halving."""
    while late - early > SECOND:
        middle = (early + late) // 2 // SECOND * SECOND
        if _offset(clock, middle) == offset:
            late = middle
        else:
            early = middle
    return late


def _offset(clock: ZoneInfo, instant: int) -> int:
    ahead = datetime.fromtimestamp(instant // SECOND, clock).utcoffset()
    return (ahead or timedelta()) // timedelta(microseconds=1)

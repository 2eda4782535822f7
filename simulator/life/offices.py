"""The legal entities of Northlight Advisory Group: where they are, when they are open, and what money they count in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from simulator.life.chance import Bools, Ints
from simulator.life.rows import day_number

FIRM = "Northlight Advisory Group"
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2027, 12, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
DAY_ZERO = day_number(FIRST_DAY)


@dataclass(frozen=True)
class Office:
    """A legal entity. `dearness` is its price level against the dollar, `share` its part of the people."""

    name: str
    slug: str
    region: str
    country: str
    currency: str
    zone: str
    opens: time
    closes: time
    weekly_minutes: int
    tax_code: str
    tax_percent: int
    dearness: float
    share: float
    holidays: frozenset[date]
    acquired: bool = False


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def weekday_of_month(year: int, month: int, weekday: int, number: int) -> date:
    """The first, second … such weekday of a month; -1 is the last."""
    if number < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _observed(day: date) -> date:
    """In the United States a holiday on a Saturday is kept on Friday, one on a Sunday on Monday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _new_york(year: int) -> list[date]:
    fixed = [date(year, month, day) for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))]
    floating = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))
    return [_observed(day) for day in fixed] + [weekday_of_month(year, *rule) for rule in floating]


def _london(year: int) -> list[date]:
    days = [easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)]
    days += [weekday_of_month(year, *rule) for rule in ((5, 0, 1), (5, 0, -1), (8, 0, -1))]
    if year == 2023:
        days.append(date(2023, 5, 8))  # the coronation
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() > 4 or day in days:
            day += timedelta(days=1)
        days.append(day)
    return days


def _munich(year: int) -> list[date]:
    fixed = ((1, 1), (1, 6), (5, 1), (8, 15), (10, 3), (11, 1), (12, 25), (12, 26))
    moving = [easter(year) + timedelta(days=after) for after in (-2, 1, 39, 50, 60)]
    return [date(year, month, day) for month, day in fixed] + moving


YEARS = range(FIRST_DAY.year, LAST_DAY.year + 2)
US_HOLIDAYS, UK_HOLIDAYS, BAVARIAN_HOLIDAYS = (
    frozenset(day for year in YEARS for day in of(year)) for of in (_new_york, _london, _munich)
)
NEW_YORK = Office(
    "New York", "new_york", "Americas", "US", "USD", "America/New_York", time(9), time(17), 2400, "US-NT", 0, 1.0,
    0.42, US_HOLIDAYS,
)  # fmt: skip
LONDON = Office(
    "London", "london", "UK & Ireland", "GB", "GBP", "Europe/London", time(9), time(17), 2250, "GB-S20", 20, 0.78,
    0.31, UK_HOLIDAYS,
)  # fmt: skip
MUNICH = Office(
    "Munich", "munich", "DACH", "DE", "EUR", "Europe/Berlin", time(9), time(17), 2400, "DE-19", 19, 0.9,
    0.27, BAVARIAN_HOLIDAYS,
)  # fmt: skip
LEEDS = Office(
    "Leeds", "leeds", "UK & Ireland", "GB", "GBP", "Europe/London", time(9), time(17), 2250, "GB-S20", 20, 0.72,
    0.12, UK_HOLIDAYS, acquired=True,
)  # fmt: skip
OWN = (NEW_YORK, LONDON, MUNICH)


def works(office: Office) -> Bools:
    """Whether the office works, for every day from FIRST_DAY."""
    days = [FIRST_DAY + timedelta(days=n) for n in range(DAYS)]
    return np.array([day.weekday() < 5 and day not in office.holidays for day in days])


def opening(office: Office) -> Ints:
    """The second of UTC at which the office would open, for every day from FIRST_DAY."""
    zone = ZoneInfo(office.zone)
    days = [FIRST_DAY + timedelta(days=n) for n in range(DAYS)]
    return np.array([int(datetime.combine(day, office.opens, zone).astimezone(UTC).timestamp()) for day in days])


def length(office: Office) -> int:
    """Seconds from opening to closing. Clocks are changed at night, so it is the same every day."""
    return (office.closes.hour - office.opens.hour) * 3600 + (office.closes.minute - office.opens.minute) * 60

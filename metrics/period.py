"""Periods: a day, an ISO week, a month, a quarter, a year, or any range; the one before and the same a year ago.

As people write them: 2026-03-14, 2026-W11, 2026-03, 2026-Q1, 2026, 2026-01..2026-03, 2026-01-05..2026-02-10. Days are
those of the legal entity that a share belongs to.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.errors import WrongUse

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = timedelta(days=1)
YEAR_MONTHS, QUARTER_MONTHS, WEEK_DAYS = 12, 3, 7
YEARS = range(1800, 3000)
"""Of which one can ask: the calendar has room for the period before the longest of them, and for the day after."""


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both in it. `grain` is what it is one of; None for a range."""

    first: date
    last: date
    grain: Grain | None = None

    @property
    def slug(self) -> str:
        """The period as one writes it."""
        if self.grain:
            return SLUGS[self.grain](self.first)
        if _is_of_months(self):
            return f"{self.first:%Y-%m}..{self.last:%Y-%m}"
        return f"{self.first}..{self.last}"

    @property
    def title(self) -> str:
        """The period as one reads it."""
        if self.grain == "week":
            return f"Week {self.first.isocalendar().week}, {range_title(self.first, self.last)}"
        if self.grain == "quarter":
            return f"Q{(self.first.month - 1) // QUARTER_MONTHS + 1} {self.first.year}"
        if self.grain == "month":
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        return f"{self.first.year}" if self.grain == "year" else range_title(self.first, self.last)

    @property
    def before(self) -> "Period":
        """The one that ends where this begins, as long as this."""
        if self.grain:
            return period_of(self.first - DAY, self.grain)
        if _is_of_months(self):
            months = _months(self.last) - _months(self.first) + 1
            return Period(_plus_months(self.first, -months), self.first - DAY)
        return Period(self.first - (self.last - self.first + DAY), self.first - DAY)

    @property
    def year_ago(self) -> "Period":
        """The same a year earlier: of a week the one with its number, or the last of a shorter year."""
        if self.grain == "week":
            year, week, _ = self.first.isocalendar()
            return period_of(date.fromisocalendar(year - 1, min(week, _weeks(year - 1)), 1), "week")
        if self.grain and self.grain != "day":
            return period_of(_plus_months(self.first, -YEAR_MONTHS), self.grain)
        last = _plus_months(self.last + DAY, -YEAR_MONTHS) - DAY if _is_of_months(self) else _a_year_less(self.last)
        return Period(_a_year_less(self.first), last, self.grain)


SLUGS: dict[Grain, Callable[[date], str]] = {
    "day": lambda first: first.isoformat(),
    "week": lambda first: f"{first.isocalendar().year}-W{first.isocalendar().week:02}",
    "month": lambda first: f"{first:%Y-%m}",
    "quarter": lambda first: f"{first.year}-Q{(first.month - 1) // QUARTER_MONTHS + 1}",
    "year": lambda first: f"{first.year}",
}


def period_of(day: date, grain: Grain) -> Period:
    """The period of this grain in which a day lies."""
    if grain == "day":
        return Period(day, day, "day")
    if grain == "week":
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=WEEK_DAYS - 1), "week")
    months = {"month": 1, "quarter": QUARTER_MONTHS, "year": YEAR_MONTHS}[grain]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _plus_months(first, months) - DAY, grain)


def read_period(text: str) -> Period:
    """The period that a text names."""
    since, between, until = text.strip().partition("..")
    try:
        first = _one(since)
        last = _one(until) if between else first
    except (ValueError, OverflowError):
        raise WrongUse(
            f'"{text}" is no period. Write a day 2026-03-14, a week 2026-W11, a month 2026-03, a quarter 2026-Q1, '
            "a year 2026, or a range such as 2026-01..2026-03."
        ) from None
    if first.first.year not in YEARS or last.last.year not in YEARS:
        raise WrongUse(f'"{text}" is too far away. Ask for a period of the years {YEARS[0]} to {YEARS[-1]}.')
    if first.first > last.last:
        raise WrongUse(f"The period {text} ends before it begins. Write the earlier one first.")
    return Period(first.first, last.last) if between else first


def range_title(first: date, last: date) -> str:
    """1 Jan – 15 Apr 2026; of one day 15 Apr 2026."""
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year} – {end}"
    return f"{first.day} – {end}" if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]} – {end}"


def _one(text: str) -> Period:
    for pattern, grain in (
        (r"(\d{4})-W(\d\d)", "week"),
        (r"(\d{4})-Q([1-4])", "quarter"),
        (r"(\d{4})-(\d\d)-(\d\d)", "day"),
        (r"(\d{4})-(\d\d)", "month"),
        (r"(\d{4})", "year"),
    ):
        if found := re.fullmatch(pattern, text):
            return _from_numbers(grain, [int(number) for number in found.groups()])
    raise ValueError(text)


def _from_numbers(grain: str, numbers: list[int]) -> Period:
    year, *rest = numbers
    if grain == "week":
        return period_of(date.fromisocalendar(year, rest[0], 1), "week")
    if grain == "day":
        return period_of(date(year, *rest), "day")
    if grain == "month":
        return period_of(date(year, rest[0], 1), "month")
    if grain == "quarter":
        return period_of(date(year, rest[0] * QUARTER_MONTHS, 1), "quarter")
    return period_of(date(year, 1, 1), "year")


def _is_of_months(period: Period) -> bool:
    return period.first.day == 1 and (period.last + DAY).day == 1


def _months(day: date) -> int:
    return day.year * YEAR_MONTHS + day.month - 1


def _plus_months(first: date, months: int) -> date:
    """The first of another month."""
    year, month = divmod(_months(first) + months, YEAR_MONTHS)
    return date(year, month + 1, 1)


def _a_year_less(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _weeks(year: int) -> int:
    """How many ISO weeks a year has: its 28 December is always in the last."""
    return date(year, 12, 28).isocalendar().week

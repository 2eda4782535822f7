"""The months over which a definition is tried: the last twelve that are over."""

from datetime import timedelta

from core.database import Database
from core.errors import NotFound
from metrics.empty import last_day
from metrics.period import Period, period_of

MONTHS = 12


def twelve_months(database: Database) -> Period:
    """From the first day of the first to the last day of the last of them, as far as the log is complete."""
    last = last_day(database)
    if last is None:
        raise NotFound("The log holds no event, so there is no past to try it on. Load some data, and try it again.")
    # the day on which the log ends may be cut short, the one before is whole
    month = period_of(last + timedelta(days=1), "month").before
    first = month
    for _ in range(MONTHS - 1):
        first = first.before
    return Period(first.first, month.last)


def names_of_months(period: Period) -> list[str]:
    """Its months in their order, as 2026-03."""
    names, month = [], period_of(period.first, "month")
    while month.first <= period.last:
        names.append(month.slug)
        month = period_of(month.last + timedelta(days=1), "month")
    return names

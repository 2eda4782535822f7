"""What is told where there are no shares: that nothing is there is not the same as zero, and neither is not knowing."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.database import Database
from eventlog.reading import EventLog
from metrics.chosen import Chosen
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.needs import said_of
from metrics.period import Period, period_of
from metrics.stored import base_currency, place_of, untold_by
from metrics.total import Total, told_names, unit_of

UNKNOWN = "No system gives what this needs."
NOTHING_THEN = "Nothing in this period."
NOT_YET = "The period has not come yet."


def empty_totals(
    log: EventLog, indicator: Indicator, measure: Measure, chosen: Chosen, asked: tuple[Cut, set[Period | None]]
) -> Iterator[Total]:
    """A total for each bucket of the whole that has no shares. Nothing counted in a period that is known is zero."""
    cut, there = asked
    missing = [period for period in _buckets(cut, there) if period not in there]
    if not missing:
        return
    known = bool(chosen.rows(log.database, f"select 1 as there from ({chosen.ever}) limit 1"))
    today, unknown = last_day(log.database), "" if known else _unknown(log, indicator)
    for period in missing:
        to_come = period is not None and today is not None and period.first > today
        why = NOT_YET if to_come else NOTHING_THEN if known else unknown
        is_zero = known and not to_come and measure.aggregate == "sum"
        for name in told_names(measure):
            clock = "elapsed" if name.endswith("_elapsed") else "business"
            unit = unit_of(measure, clock) if measure.aggregate == "km" else measure.unit
            yield Total(
                indicator=indicator.name, measure=name, of=measure, unit=unit, value=0.0 if is_zero else None,
                period=period, why="" if is_zero else why,
                currency=base_currency(log.database) if is_zero and measure.unit == "money" else None,
                people=0 if indicator.about_people else None,
            )  # fmt: skip


def _unknown(log: EventLog, indicator: Indicator) -> str:
    missing = untold_by(log, *indicator.needs)
    return said_of(missing) if missing else UNKNOWN


def last_day(database: Database) -> date | None:
    """The day up to which the log is complete, by universal time."""
    as_of: date | None = database.value(f"select max(as_of)::date from {place_of(database)}fact.span")
    return as_of


def _buckets(cut: Cut, there: set[Period | None]) -> Iterator[Period | None]:
    """The period asked for; of a trend each bucket in it, or between the first and the last that have shares."""
    if not cut.grain:
        yield cut.period
        return
    days = [period for period in there if period is not None]
    if not (cut.period or days):
        yield None
        return
    first = cut.period.first if cut.period else min(period.first for period in days)
    last = cut.period.last if cut.period else max(period.last for period in days)
    bucket = period_of(first, cut.grain)
    while bucket.first <= last:
        yield bucket
        bucket = period_of(bucket.last + timedelta(days=1), cut.grain)

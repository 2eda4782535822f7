"""What is told where there are no shares: that nothing is there is not the same as zero, and neither is not knowing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.database import Database
from eventlog.reading import EventLog
from metrics.chosen import Chosen, choose
from metrics.cut import Cut
from metrics.declaration import Indicator, Measure
from metrics.needs import said_of
from metrics.period import Period, period_of
from metrics.stored import base_currency, place_of, untold_by
from metrics.total import Total, told_names, unit_of

UNKNOWN = "No system gives what this needs."
NOTHING_THEN = "Nothing in this period."
NOT_YET = "The period has not come yet."
TOO_EARLY = "The indicators begin later, with the first time that is recorded."
NO_MONTH_END = "Told at the ends of months that are over, and none is in this period."


@dataclass(frozen=True)
class Span:
    """From when to when the log is complete, by universal time; None in a log without events."""

    first: date | None
    last: date | None


def empty_totals(
    log: EventLog, indicator: Indicator, measure: Measure, chosen: Chosen, asked: tuple[Cut, set[Period | None]]
) -> Iterator[Total]:
    """A total for each bucket of the whole that has no shares. Nothing counted in a period that is known is zero."""
    cut, there = asked
    missing = [period for period in _buckets(cut, there) if period not in there]
    if not missing:
        return
    unknown = "" if _has_any(log, chosen) else _unknown(log, indicator, measure, cut)
    span, month_ends = span_of(log.database), _month_ends(log.database) if measure.stock else None
    currency = None if unknown or measure.unit != "money" else _currency(log, chosen)
    for period in missing:
        why = _out_of_reach(period, span) or unknown or _between_month_ends(period, month_ends) or NOTHING_THEN
        is_zero = why == NOTHING_THEN and measure.aggregate == "sum"
        for name in told_names(measure):
            clock = "elapsed" if name.endswith("_elapsed") else "business"
            unit = unit_of(measure, clock) if measure.aggregate == "km" else measure.unit
            yield Total(
                indicator=indicator.name, measure=name, of=measure, unit=unit, value=0.0 if is_zero else None,
                period=period, why="" if is_zero else why, currency=currency,
                people=0 if indicator.about_people else None,
            )  # fmt: skip


def _has_any(log: EventLog, chosen: Chosen) -> bool:
    return bool(chosen.rows(log.database, f"select 1 as there from ({chosen.ever}) limit 1"))


def _unknown(log: EventLog, indicator: Indicator, measure: Measure, cut: Cut) -> str:
    if missing := untold_by(log, *indicator.needs):
        return said_of(missing)
    if cut.only and _has_any(log, choose(log.database, indicator, measure, replace(cut, only=()))):
        return f"It counts nothing where {' and '.join(each.to_text() for each in cut.only)}."
    return UNKNOWN


def _currency(log: EventLog, chosen: Chosen) -> str | None:
    """The currency in which the other periods are told, so that a trend has one unit."""
    one = "case when min(currency) = max(currency) and count(currency) = count(*) then min(currency) end as currency"
    (own,) = chosen.rows(log.database, f"select {one} from ({chosen.ever})")
    return own["currency"] or base_currency(log.database)


def _out_of_reach(period: Period | None, span: Span) -> str:
    if period is None:
        return ""
    if span.last is not None and period.first > span.last:
        return NOT_YET
    return TOO_EARLY if span.first is not None and period.last < span.first else ""


def _between_month_ends(period: Period | None, month_ends: list[date] | None) -> str:
    """Why a stock is not known at all in a period, where it would be wrong to call it zero."""
    if month_ends is None or any(period is None or period.first <= day <= period.last for day in month_ends):
        return ""
    return NO_MONTH_END


def _month_ends(database: Database) -> list[date]:
    found: list[date] = database.column(f"select last_day(month) from {place_of(database)}fact.month_end")
    return found


def span_of(database: Database) -> Span:
    """The days for which the log is complete."""
    days = "select max(as_of)::date, min(first_day) from " + place_of(database) + "fact.span"
    last, first = database.rows(days)[0]
    return Span(first, last)


def last_day(database: Database) -> date | None:
    """The day up to which the log is complete, by universal time."""
    return span_of(database).last


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

"""What the pages of indicators ask of the log: plain functions that `Asker.ask_log` runs on a thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import NotAllowed, NotFound
from core.settings import FirmSettings, firm_settings
from dashboards.lens import Lens
from eventlog.reading import EventLog
from figures.amounts import Unit
from figures.totals import sized, unit_of
from metrics.comparison import Compared, compared
from metrics.cut import Cut, Only
from metrics.declaration import Indicator
from metrics.narrowing import WITHOUT_BUSINESS
from metrics.period import Grain, Period, period_of, read_period
from metrics.records import Records, records
from metrics.rollup import totals
from metrics.standing import shown
from metrics.stored import left_out, stored_indicator, stored_indicators
from metrics.total import Total, told_names
from metrics.usual import as_of, day_hours, usual_period

BUCKETS = 15
MOST_RECORDS = 20_000


@dataclass(frozen=True)
class Headline:
    """One indicator's first number in a period, and how it has moved. `day_hours` is the working day it is told in."""

    indicator: Indicator
    now: Compared
    ninth: Compared | None
    trend: tuple[Total, ...]
    day_hours: float | None

    @property
    def unit(self) -> Unit:
        return unit_of(self.now.total, self.day_hours)

    def size(self, total: Total | None) -> float | None:
        return sized(total, self.day_hours)


@dataclass(frozen=True)
class Whole:
    """One indicator with all its page shows."""

    headline: Headline
    years_before: tuple[Total, ...]
    others: tuple[Compared, ...]
    slices: tuple[tuple[str, tuple[Compared, ...]], ...]
    measures: tuple[str, ...]
    as_of: date
    records: Records | None
    """The largest shares behind the number; None where they are not for this viewer's eyes."""


def headlines(log: EventLog, period: str, only: tuple[Only, ...]) -> tuple[list[Headline], dict[str, str]]:
    """Every indicator's first number, and why those that are left out are."""
    there, settings = stored_indicators(log), firm_settings(log.workspace)
    if not there:
        raise NotFound(WITHOUT_BUSINESS)
    span = read_period(period) if period else usual_period(log)
    found = [_headline(log, each, Cut(period=span, only=only), settings) for each in there.values()]
    return found, dict(left_out(log))


def some_headlines(log: EventLog, names: Sequence[str], only: tuple[Only, ...]) -> list[Headline]:
    """The first numbers of these indicators in the last month that is over."""
    cut, settings = Cut(period=usual_period(log), only=only), firm_settings(log.workspace)
    return [_headline(log, stored_indicator(log, name), cut, settings) for name in names]


def whole(log: EventLog, lens: Lens, only: tuple[Only, ...]) -> Whole:
    """One indicator as its page shows it; NotFound says which there are."""
    settings = firm_settings(log.workspace)
    indicator = stored_indicator(log, lens.name)
    names = tuple(name for measure in indicator.measures for name in told_names(measure))
    measure = lens.measure if lens.measure in names else names[0]
    span = read_period(lens.period) if lens.period else usual_period(log)
    cut = Cut(period=span, only=only)
    headline = _headline(log, indicator, cut, settings, measure, _grain(lens))
    before = Cut(
        period=_year_before(headline.trend) if headline.trend else span,
        grain=_grain(lens), only=only, measures=(measure,),
    )  # fmt: skip
    limit = settings.metrics.group_limit
    others = [each for each in compared(log, indicator, cut, settings) if each.total.measure != measure]
    wanted = [name for name in (lens.by.split(",") if lens.by else ("entity", "practice")) if name]
    return Whole(
        headline=headline,
        years_before=tuple(shown(totals(log, indicator, before), limit)) if headline.trend else (),
        others=tuple(others),
        slices=tuple((by, _by_slice(log, indicator, (by, measure), cut, settings)) for by in wanted),
        measures=names,
        as_of=as_of(log),
        records=_records(log, indicator, measure, cut),
    )


def _records(log: EventLog, indicator: Indicator, measure: str, cut: Cut) -> Records | None:
    try:
        return records(log, indicator, measure, cut, MOST_RECORDS)
    except NotAllowed:
        return None


def _headline(
    log: EventLog,
    indicator: Indicator,
    cut: Cut,
    settings: FirmSettings,
    measure: str = "",
    grain: Grain = "month",
) -> Headline:
    name = measure or told_names(indicator.measures[0])[0]
    ninth = name.replace("median", "p90") if "median" in name else ""
    names = (name, ninth) if ninth else (name,)
    found = {each.total.measure: each for each in compared(log, indicator, _measured(cut, names), settings)}
    span = cut.period or usual_period(log)
    trend = Cut(period=_buckets(span, grain), grain=grain, only=cut.only, measures=names)
    moved = shown(totals(log, indicator, trend), settings.metrics.group_limit)
    return Headline(indicator, found[name], found.get(ninth), tuple(moved), day_hours(log))


def _by_slice(
    log: EventLog, indicator: Indicator, of: tuple[str, str], cut: Cut, settings: FirmSettings
) -> tuple[Compared, ...]:
    by, measure = of
    ninth = measure.replace("median", "p90")
    names = (measure, ninth) if ninth != measure else (measure,)
    sliced = Cut(by=(by,), period=cut.period, only=cut.only, measures=names)
    return tuple(each for each in compared(log, indicator, sliced, settings) if each.total.slice.get(by) is not None)


def _measured(cut: Cut, names: Sequence[str]) -> Cut:
    return Cut(by=cut.by, period=cut.period, only=cut.only, measures=tuple(names))


def _grain(lens: Lens) -> Grain:
    return "week" if lens.grain == "week" else "quarter" if lens.grain == "quarter" else "month"


def _buckets(span: Period, grain: Grain) -> Period:
    """The period with enough before it to see how it moves."""
    first = period_of(span.last, grain)
    for _ in range(BUCKETS - 1):
        first = first.before
    return Period(min(first.first, span.first), period_of(span.last, grain).last)


def _year_before(trend: Sequence[Total]) -> Period:
    """From the first to the last of these buckets a year earlier, all of its days."""
    first, last = trend[0].period, trend[-1].period
    assert first is not None
    assert last is not None
    return Period(first.year_ago.first, last.year_ago.last)

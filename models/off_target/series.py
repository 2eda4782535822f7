"""A measure of an indicator by month, of one value of a slice, as far as months are over."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.metric_settings import Target
from eventlog.reading import EventLog
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.period import Period
from metrics.rollup import totals
from metrics.standing import Standing, shown, standing
from metrics.stored import group_limit, stored_indicators
from metrics.total import Total

SLICES = ("entity", "practice", "client")
"""What has an owner who is asked about a number."""

FIRM = "firm"
"""Not cut at all: the firm as a whole."""

FEWEST = 5
"""A month with fewer things says nothing."""

Targets = Mapping[str, Mapping[str, Target]]


@dataclass(frozen=True)
class Month:
    """A total of a month that is over, and how it stands against its target if it has one."""

    period: Period
    total: Total
    standing: Standing | None
    tolerance: float

    @property
    def is_off(self) -> bool:
        return self.standing is not None and self.standing.off_by > self.tolerance

    @property
    def badness(self) -> float:
        """The value, so that more is worse."""
        value = self.total.value or 0.0
        if self.total.of.better == "near_zero":
            return abs(value)
        return -value if self.total.of.better == "higher" else value


@dataclass(frozen=True)
class Series:
    """The months of one measure and one value of a slice, in order."""

    indicator: str
    title: str
    measure: str
    slice: str
    value: str
    months: tuple[Month, ...]

    @property
    def last(self) -> Month:
        return self.months[-1]

    @property
    def is_rate(self) -> bool:
        """Whether it tells how, not how much: what is summed or stands open grows with the firm, and month by month
        tells much the same."""
        of = self.last.total.of
        return of.aggregate != "sum" and not of.stock

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.indicator, self.measure, self.slice, self.value)

    def off_lately(self, at: int, back: int = 3) -> int:
        """How many of the last months up to one were off target."""
        return sum(month.is_off for month in self.months[max(0, at - back + 1) : at + 1])

    def off_since(self) -> Month:
        """The first of the months off target that led up to the last without a break."""
        since = self.months[-1]
        for month in reversed(self.months):
            if not month.is_off:
                break
            since = month
        return since


def read_series(log: EventLog, targets: Targets, today: date, slices: Sequence[str] = SLICES) -> list[Series]:
    """All measures that have a better side, by whole months before `today`; the last month is the one before it."""
    limit = int(group_limit(log.database))
    found = []
    for name, indicator in stored_indicators(log).items():
        for slice_ in slices:
            found += list(_of(log, indicator, slice_, targets.get(name, {}), (today, limit)))
    last = max((series.last.period.first for series in found), default=None)
    return [series for series in found if series.last.period.first == last]


def _of(
    log: EventLog, indicator: Indicator, slice_: str, targets: Mapping[str, Target], asked: tuple[date, int]
) -> Iterator[Series]:
    today, limit = asked
    told = totals(log, indicator, Cut(by=() if slice_ == FIRM else (slice_,), grain="month"))
    by_key: dict[tuple[str, str], list[Month]] = defaultdict(list)
    for total in shown(told, limit):
        value = FIRM if slice_ == FIRM else total.slice.get(slice_)
        if value is not None and _says_something(total, today):
            target = targets.get(total.measure)
            assert total.period is not None
            month = Month(total.period, total, standing(total, targets), target.tolerance if target else 0.0)
            by_key[(total.measure, value)].append(month)
    for (measure, value), months in sorted(by_key.items()):
        ordered = tuple(sorted(months, key=lambda month: month.period.first))
        yield Series(indicator.name, ordered[0].total.title, measure, slice_, value, ordered)


def _says_something(total: Total, today: date) -> bool:
    """Elapsed time says the same as working time, and what is above 100 cases depends on which processes are read."""
    return (
        total.value is not None
        and total.period is not None
        and total.period.last < today
        and total.n >= FEWEST
        and bool(total.of.better)
        and not total.of.monthly
        and total.clock != "elapsed"
    )


def peers_of(series: Series, among: Sequence[Series]) -> list[float]:
    """The same measure of other values of the slice, in the same month."""
    return [
        each.last.total.value
        for each in among
        if (each.indicator, each.measure, each.slice) == (series.indicator, series.measure, series.slice)
        and each.value != series.value
        and each.last.total.value is not None
    ]

"""A total beside the period before it, the same a year ago, and its target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.settings import FirmSettings
from eventlog.reading import EventLog
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.empty import last_day
from metrics.lost_calendars import said_of_calendars, without_calendar
from metrics.lost_histories import caution_of
from metrics.period import Period
from metrics.rollup import totals
from metrics.standing import Standing, shown, standing
from metrics.stored import stored_indicator
from metrics.total import FINE, Total

Key = tuple[str, tuple[tuple[str, str | None], ...]]


@dataclass(frozen=True)
class Compared:
    """A total and what it is held against; `before` and `year_ago` only where it is of a period."""

    total: Total
    before: Total | None
    year_ago: Total | None
    standing: Standing | None
    target: float | None
    so_far: bool
    """Whether the period is not over yet."""
    caution: str = ""
    """What it rests on that is missing: histories that a system keeps none of, calendars of entities."""

    @property
    def change(self) -> float | None:
        """How much more than in the period before."""
        return _less(self.total, self.before)

    @property
    def change_on_year(self) -> float | None:
        """How much more than a year ago."""
        return _less(self.total, self.year_ago)


def compared(log: EventLog, indicator: Indicator | str, cut: Cut, settings: FirmSettings) -> list[Compared]:
    """The totals of a cut as surfaces show them, each with what it is held against; of a trend only with its target."""
    found = stored_indicator(log, indicator) if isinstance(indicator, str) else indicator
    targets = settings.all_targets().get(found.name, {})
    limit = settings.metrics.group_limit
    earlier = {
        name: _by_key(shown(totals(log, found, cut.over(period)), limit)) for name, period in _earlier(cut).items()
    }
    last = last_day(log.database)
    caution = missing_of(log, found)
    return [
        Compared(
            total=total,
            before=earlier.get("before", {}).get(_key(total)),
            year_ago=earlier.get("year_ago", {}).get(_key(total)),
            standing=standing(total, targets),
            target=targets[total.measure].target if total.measure in targets else None,
            so_far=total.period is not None and last is not None and total.period.first <= last <= total.period.last,
            caution=caution,
        )
        for total in shown(totals(log, found, cut), limit)
    ]


def missing_of(log: EventLog, indicator: Indicator) -> str:
    """In words, what an indicator rests on that is missing."""
    calendars = said_of_calendars(without_calendar(log, indicator))
    return " ".join(filter(None, (caution_of(log, indicator), calendars)))


def cautions(found: Iterable[Compared]) -> dict[str, list[str]]:
    """Each sentence on what figures rest on that is missing, once, with the names of the indicators that it is of."""
    of: dict[str, list[str]] = {}
    for each in found:
        names = of.setdefault(each.caution, [])
        if each.total.indicator not in names:
            names.append(each.total.indicator)
    of.pop("", None)
    return of


def _earlier(cut: Cut) -> dict[str, Period]:
    if cut.period is None or cut.grain is not None:
        return {}
    return {"before": cut.period.before, "year_ago": cut.period.year_ago}


def _by_key(found: list[Total]) -> Mapping[Key, Total]:
    return {_key(total): total for total in found}


def _key(total: Total) -> Key:
    return total.measure, tuple(sorted(total.slice.items()))


def _less(one: Total, other: Total | None) -> float | None:
    """The difference of two values; None where one has none, or they are money of two currencies."""
    if other is None or one.value is None or other.value is None or one.currency != other.currency:
        return None
    return round(one.value - other.value, FINE)

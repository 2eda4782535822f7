"""A total beside the period before it, the same a year ago, and its target."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from core.counted import listed
from core.settings import FirmSettings
from eventlog.reading import EventLog
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.empty import last_day
from metrics.lost_calendars import said_of_calendars, without_calendar, without_calendar_for_rule
from metrics.lost_histories import lost_for, lost_for_process, lost_for_rule
from metrics.lost_words import Lost, said_of_lost
from metrics.period import Period
from metrics.rollup import totals
from metrics.rules.catalogue import rules
from metrics.standing import Standing, shown, standing
from metrics.stored import stored_indicator, stored_indicators
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


def missing_of(log: EventLog, *indicators: Indicator | str, processes: Iterable[str] = ()) -> str:
    """In words, what indicators rest on and processes are made of that is missing, each thing once; indicators by name
    that the log has."""
    there = stored_indicators(log) if any(isinstance(each, str) for each in indicators) else {}
    found = [there.get(each) if isinstance(each, str) else each for each in indicators]
    known = [each for each in found if each is not None]
    lost = dict.fromkeys(one for each in known for one in lost_for(log, each))
    lost |= dict.fromkeys(one for each in processes for one in lost_for_process(log, each))
    lacking = sorted({entity for each in known for entity in without_calendar(log, each)})
    return _in_words(lost, lacking)


def missing_of_gaps(log: EventLog, names: Collection[str]) -> str:
    """The same of these rules of gaps, with the titles of those that it is of."""
    found = [rule for name, rule in rules("gaps", log.workspace).items() if name in names]
    of = {rule.title: (lost_for_rule(log, rule), without_calendar_for_rule(log, rule)) for rule in found}
    of = {title: missing for title, missing in of.items() if any(missing)}
    lost = dict.fromkeys(one for missing, _ in of.values() for one in missing)
    lacking = sorted({entity for _, without in of.values() for entity in without})
    return f"{listed([f'“{title}”' for title in sorted(of)])}: {_in_words(lost, lacking)}" if of else ""


def _in_words(lost: Iterable[Lost], lacking: list[str]) -> str:
    return " ".join(filter(None, (said_of_lost(lost), said_of_calendars(lacking))))


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

"""The clock of a process: it runs as fast as cases usually end on that day of the week, and stands still while all work
stops, as over the turn of a year.

How far what came was from what was predicted is told on it, and turned into days by what is ahead: the week goes on as
it was, and where work stopped in the year before it is expected to stop again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.detector import Json
from models.remaining_time.histories import Floats

WEEK, YEAR = 7, 364
"""Days; a year of whole weeks, so that what stopped from a Friday on stops from a Friday on again."""
MONDAY = 4
"""The first Monday in days since 1970."""
RECENT = 26 * WEEK
"""So many days tell the week, and so many around a day how much ends usually."""
STEADY = 0.05
"""So much of the week runs evenly: a day on which nothing ended yet may see something end."""
FEW, USUAL = 0.1, 20.0
"""Work stops in a week in which so small a share ends of what usually does, where that is so many at least;"""
LONG = 8
"""and it is a stop when it lasts so many days: in a single week a day may just have been skipped."""
LEAST = 4 * WEEK
"""So many days before and after it must be known: work that has only begun, or ended for ever, did not stop."""
BUSIEST = 2
"""Of each day of the week so many that saw most are left out."""
SURE = 4.0
"""Days of the week must differ so many times as much as they would if weeks differed alone (analysis of variance; about
1 in 1,000 by chance)."""
ENOUGH = 50
"""Of fewer cases that ended there is no rhythm."""


@dataclass(frozen=True)
class Rhythm:
    """How fast the clock runs on each day of the week, Monday first, one on average; and the whole days since 1970 from
    which and until which it stands still, in order, none within another."""

    week: tuple[float, ...] = (1.0,) * WEEK
    stops: tuple[tuple[int, int], ...] = ()

    def passed(self, day: Floats) -> Floats:
        """What the clock shows at days since 1970."""
        shown = self._by_week(day)
        for since, until in self.stops:
            begin, end = self._by_week(np.array([since, until], np.float64))
            shown = shown - np.clip(self._by_week(day) - begin, 0.0, end - begin)
        return shown

    def when(self, shown: Floats) -> Floats:
        """The first day at which the clock shows that: what ends in a stop ends where it begins."""
        found = np.array(shown, np.float64)
        for since, until in self.stops:
            begin, end = self._by_week(np.array([since, until], np.float64))
            found = np.where(found > begin, found + (end - begin), found)
        weeks = np.floor(found / WEEK)
        in_week = np.interp(found - weeks * WEEK, self._by_days, np.arange(WEEK + 1.0))
        return np.asarray(MONDAY + weeks * WEEK + in_week, np.float64)

    def lasting(self, day: Floats, days: Floats) -> Floats:
        """How far the clock goes in so many days from a day on."""
        return self.passed(day + days) - self.passed(day)

    def days(self, day: Floats, lasting: Floats) -> Floats:
        """In how many days from a day on it has gone so far."""
        return np.maximum(self.when(self.passed(day) + lasting) - day, 0.0)

    def as_json(self) -> dict[str, Json]:
        return {"week": list(self.week), "stops": [list(each) for each in self.stops]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Rhythm:
        """What `as_json` gave."""
        return cls(tuple(kept["week"]), tuple((since, until) for since, until in kept["stops"]))

    @property
    def _by_days(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(self.week)])

    def _by_week(self, day: Floats) -> Floats:
        weeks = np.floor((day - MONDAY) / WEEK)
        in_week = np.interp(day - MONDAY - weeks * WEEK, np.arange(WEEK + 1.0), self._by_days)
        return np.asarray(weeks * WEEK + in_week, np.float64)


EVEN = Rhythm()
"""The clock of the wall."""


def rhythm_of(ends: Floats, until: float) -> Rhythm:
    """From the days on which cases ended, as far as they were known by `until`; an even one where these are few."""
    ends = ends[ends <= until]
    if len(ends) < ENOUGH:
        return EVEN
    first = int(np.floor(ends.min()))
    counts = np.bincount((np.floor(ends) - first).astype(np.int64), minlength=int(until) - first + 1).astype(np.float64)
    stops = [(first + since, first + end) for since, end in _quiet(counts)]
    again = [(since + YEAR, end + YEAR) for since, end in stops if end + YEAR > until]
    return Rhythm(_week(counts, first), _apart([*stops, *again]))


def _week(counts: Floats, first: int) -> tuple[float, ...]:
    weeks = min(len(counts), RECENT) // WEEK
    recent = counts[len(counts) - weeks * WEEK :].reshape(weeks, WEEK)
    if weeks <= BUSIEST or weeks * recent.mean(axis=0).var(ddof=1) < SURE * recent.var(axis=0, ddof=1).mean():
        return EVEN.week
    # many that were ended at once, by a clean-up, tell no rhythm
    of_day = np.sort(recent, axis=0)[:-BUSIEST].mean(axis=0)
    if of_day.sum() == 0:
        return EVEN.week
    monday_first = np.roll(of_day, (first + len(counts) - MONDAY) % WEEK)
    return tuple((STEADY + (1 - STEADY) * monday_first / monday_first.mean()).tolist())


def _quiet(counts: Floats) -> list[tuple[int, int]]:
    """From the number of cases that ended on each day, the days from which and until which hardly any did, though as
    many as usual before and after."""
    total = np.concatenate([[0.0], np.cumsum(counts)])
    of_week = total[WEEK:] - total[:-WEEK]
    quiet = np.zeros(len(counts) + 2, bool)
    for at in np.flatnonzero(of_week <= FEW * of_week.max(initial=0.0)).tolist():
        usual = min(_middle(of_week[max(at - RECENT, 0) : at]), _middle(of_week[at + WEEK :][:RECENT]))
        if usual >= USUAL and of_week[at] <= FEW * usual:
            quiet[at + 1 : at + 1 + WEEK] = True
    edges = np.flatnonzero(np.diff(quiet.astype(np.int64)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= LONG]


def _middle(values: Floats) -> float:
    return float(np.median(values)) if len(values) >= LEAST else 0.0


def _apart(stops: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """In order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for since, until in sorted(stops):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return tuple(found)

"""What a model sees of a case at a moment: how often each activity was, the last ones, times, load, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.remaining_time.histories import Floats, Histories, Ints, Moments

COUNTED, LEVELS = 60, 200
ENDING = 0.95
"""An activity ends cases when nothing followed it in this share of the cases that it was in."""
BEFORE_FIRST = 4.0
"""Days from the first of January 1970, a Thursday, to the first Monday."""
TIMES = (
    "elapsed", "since_last", "last_gap", "gap_before", "hour", "weekday", "day_of_year", "events", "repeats",
    "open_cases", "begun_last_week", "events_last_week", "of_week", "to_year_end",
)  # fmt: skip
DRIFTING = ("day_of_year", "open_cases", "begun_last_week", "events_last_week")
"""Columns whose values of the time to come were hardly ever seen: the season, how busy it is."""
NEAR_THE_END = 60.0
"""So many days before the end of a year count alike, and more."""


@dataclass(frozen=True)
class Vocabulary:
    """What was learnt of the words of a log: which activities are counted, which end cases, and the order of levels.

    A level is known by its place in the order of the median of what is told: a split of a tree at a place is then one
    between slow ones and quick ones. What was never seen stands in the middle.
    """

    counted: tuple[str, ...]
    ending: tuple[str, ...]
    places: dict[str, dict[str, float]]

    @property
    def names(self) -> list[str]:
        """The columns of `encode`, in their order."""
        return [*TIMES, *(f"last:{one}" for one in self.places), *(f"count:{one}" for one in self.counted)]


def vocabulary(histories: Histories, moments: Moments, told: Floats) -> Vocabulary:
    """Learn the words from looks and the number that was told of each."""
    names, counts = np.unique(histories.names, return_counts=True)
    most = sorted(zip((-counts).tolist(), names.tolist(), strict=True))[:COUNTED]
    known = Vocabulary(tuple(sorted(name for _, name in most)), _ending(histories), {})
    places = {}
    for name, column in _levels(histories).items():
        places[name] = _places(column, _event_of(histories, moments, name), told)
    return replace(known, places=places)


def encode(histories: Histories, moments: Moments, known: Vocabulary) -> Floats:
    """One row for each look, with the columns that `known.names` has."""
    columns = _times(histories, moments, known)
    for name, column in _levels(histories).items():
        if name in known.places:
            columns.append(_placed(column, _event_of(histories, moments, name), known.places[name]))
    columns += _counts(histories, moments, known.counted)
    return np.column_stack(columns) if len(moments) else np.zeros((0, len(known.names)))


def _levels(histories: Histories) -> dict[str, Sequence[str | None]]:
    """What has levels: the last three activities, and what is said of the last event."""
    activities = {"activity": histories.activity, "before": histories.activity, "before_that": histories.activity}
    return {**activities, **histories.said}


def _event_of(histories: Histories, moments: Moments, name: str) -> Ints:
    """The event of each look whose level counts; -1 where the case had not got so far."""
    back = {"before": 1, "before_that": 2}.get(name, 0)
    event = moments.event - back
    return np.where(event >= histories.first[histories.case[moments.event]], event, -1)


def _places(column: Sequence[str | None], events: Ints, told: Floats) -> dict[str, float]:
    levels = _at(column, events)
    names, inverse, counts = np.unique(levels, return_inverse=True, return_counts=True)
    if len(names) < 2:
        return {}
    order = np.argsort(inverse, kind="stable")
    middle = [float(np.median(part)) for part in np.split(told[order], np.cumsum(counts)[:-1])]
    often = sorted(range(len(names)), key=lambda one: (-counts[one], names[one]))[:LEVELS]
    slow = sorted(often, key=lambda one: (middle[one], names[one]))
    return {str(names[one]): float(place) for place, one in enumerate(slow)}


def _placed(column: Sequence[str | None], events: Ints, places: dict[str, float]) -> Floats:
    middle = (len(places) - 1) / 2
    names, inverse = np.unique(_at(column, events), return_inverse=True)
    return np.array([places.get(str(name), middle) for name in names], np.float64)[inverse]


def _at(column: Sequence[str | None], events: Ints) -> NDArray[np.str_]:
    values = np.array(["" if value is None else value for value in column] + [""], dtype=str)
    return values[events]


def _ending(histories: Histories) -> tuple[str, ...]:
    last = np.zeros(len(histories.day), bool)
    last[histories.first[1:] - 1] = True
    activity = histories.names
    found = []
    for name in np.unique(activity):
        hit = activity == name
        cases = len(np.unique(histories.case[hit]))
        if last[hit].sum() >= ENDING * cases:
            found.append(str(name))
    return tuple(found)


def _times(histories: Histories, moments: Moments, known: Vocabulary) -> list[Floats]:
    event, now, day = moments.event, moments.day, histories.day
    first = histories.first[histories.case[event]]
    at = day[event]
    gap = np.where(event > first, at - day[np.maximum(event - 1, first)], 0.0)
    earlier = np.where(event - 1 > first, day[np.maximum(event - 1, first)] - day[np.maximum(event - 2, first)], 0.0)
    count = (event - first + 1).astype(np.float64)
    ended = np.sort(_first_of(histories, known.ending))
    begins, events = np.sort(histories.begins), np.sort(day)
    begun = np.searchsorted(begins, now, side="right")
    return [
        now - day[first], now - at, gap, earlier, now % 1 * 24, np.floor(now - BEFORE_FIRST) % 7,
        np.floor(now) % 365.25, count, count - _distinct(histories)[event],
        (begun - np.searchsorted(ended, now, side="right")).astype(np.float64),
        (begun - np.searchsorted(begins, now - 7, side="right")).astype(np.float64),
        (np.searchsorted(events, now, side="right") - np.searchsorted(events, now - 7, side="right")).astype(float),
        (now - BEFORE_FIRST) % 7, _to_year_end(now),
    ]  # fmt: skip


def _to_year_end(now: Floats) -> Floats:
    day = np.floor(now).astype(np.int64).astype("datetime64[D]")
    following = (day.astype("datetime64[Y]") + 1).astype("datetime64[D]")
    return np.asarray(np.minimum((following - day).astype(np.float64), NEAR_THE_END), np.float64)


def _first_of(histories: Histories, activities: Sequence[str]) -> Floats:
    """When each case that had one of them first had."""
    hits = np.flatnonzero(np.isin(histories.names, activities))
    _, at = np.unique(histories.case[hits], return_index=True)
    return histories.day[hits[at]]


def _distinct(histories: Histories) -> Floats:
    """How many different activities each case had up to each of its events."""
    _, code = np.unique(histories.names, return_inverse=True)
    pair = histories.case * (int(code.max(initial=0)) + 1) + code
    _, at = np.unique(pair, return_index=True)
    new = np.zeros(len(code))
    new[at] = 1
    total = np.cumsum(new)
    before = np.concatenate([[0.0], total])[histories.first[:-1]]
    return np.asarray(total - before[histories.case], np.float64)


def _counts(histories: Histories, moments: Moments, counted: Sequence[str]) -> list[Floats]:
    activity = histories.names
    case = histories.case[moments.event]
    columns = []
    for name in counted:
        total = np.concatenate([[0], np.cumsum(activity == name)])
        columns.append((total[moments.event + 1] - total[histories.first[case]]).astype(np.float64))
    return columns

"""Cases as flat arrays, one entry an event, and the moments at which one may look at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Histories:
    """Events sorted by case and time. `first` has where each case's events begin, and their number at its end; `day` is
    the time in days. `said` is what was known of an event when it happened, as text, by its name."""

    first: Ints
    day: Floats
    activity: Sequence[str]
    said: Mapping[str, Sequence[str | None]]
    number: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """How the log numbers the cases."""

    @property
    def cases(self) -> int:
        return len(self.first) - 1

    @cached_property
    def case(self) -> Ints:
        """The case of each event."""
        return np.repeat(np.arange(self.cases), np.diff(self.first))

    @cached_property
    def names(self) -> NDArray[np.str_]:
        """The activity of each event, as an array."""
        return np.array(self.activity, dtype=str)

    @cached_property
    def begins(self) -> Floats:
        """When each case began."""
        return self.day[self.first[:-1]]

    @cached_property
    def ends(self) -> Floats:
        """When the last known event of each case was."""
        return self.day[self.first[1:] - 1]

    def of_cases(self, cases: Ints) -> Histories:
        """Some of the cases, in the order given."""
        parts = [np.arange(self.first[case], self.first[case + 1]) for case in cases.tolist()]
        events = np.concatenate([np.zeros(0, np.int64), *parts])
        at = events.tolist()
        return Histories(
            first=np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64),
            day=self.day[events],
            activity=[self.activity[event] for event in at],
            said={name: [values[event] for event in at] for name, values in self.said.items()},
            number=self.number[cases] if len(self.number) else self.number,
        )

    def happened(self, activity: str) -> Floats:
        """When each case first had this activity; not a number where it has not."""
        found = np.full(self.cases, np.nan)
        hits = np.flatnonzero(self.names == activity)
        cases, at = np.unique(self.case[hits], return_index=True)
        found[cases] = self.day[hits[at]]
        return found


@dataclass(frozen=True)
class Moments:
    """Looks at cases: the place of the last event known then, and the time. Nothing later may be read of a look."""

    event: Ints
    day: Floats

    def __len__(self) -> int:
        return len(self.event)

    def pick(self, which: NDArray[np.bool_] | Ints) -> Moments:
        return Moments(self.event[which], self.day[which])


def after_events(histories: Histories, fewest: int = 1) -> Moments:
    """A look right after each event but the last of a case, from its `fewest`-th on."""
    place = np.arange(len(histories.day)) - histories.first[histories.case]
    last = histories.first[1:][histories.case] - 1
    event = np.flatnonzero((place + 1 >= fewest) & (np.arange(len(histories.day)) < last))
    return Moments(event, histories.day[event])


def at(histories: Histories, days: Floats, cases: Ints) -> Moments:
    """A look at each of the cases, at the day that stands beside it; a case that had not begun is left out."""
    event = np.array(
        [
            np.searchsorted(histories.day[histories.first[one] : histories.first[one + 1]], day, side="right") - 1
            for one, day in zip(cases, days, strict=True)
        ],
        np.int64,
    ).reshape(-1)
    begun = event >= 0
    return Moments((event + histories.first[cases])[begun], days[begun])

"""Steps that are missing: what nearly every other case had before a step, or after it, and this case has not.

Neighbours tell what comes next. That one of several steps done in any order was left out, or that something is closed
which was never opened, shows only at a distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.case_surprise.contexts import Asked
from models.case_surprise.counting import NOBODY, Floats
from models.case_surprise.ways import Flags, Ints, Ways

EARLIER, LATER = "missing before", "missing after"
MOST = 100
"""So many of the activities that most cases have are held against each other."""
NEARLY_ALL = 0.9
"""What fewer of the cases had there is no surprise where it is missing."""
FAR = np.iinfo(np.int32).max
AT_ONCE = 5000
Places = NDArray[np.int32]


@dataclass(frozen=True)
class Lacking:
    """Of each way that lacks something the most surprising, a row each, sorted by way. The event is the one beside
    which the answer is missing; of `often` others that had it so large a share lacked the answer too."""

    asked: Asked
    probability: Floats
    excess: Floats
    often: Ints
    share: Floats


@dataclass(frozen=True)
class Missing:
    """What was before, or after, each activity, in the ways that cases ran. `many` is how many activities there are."""

    ways: Ways
    many: int
    side: str
    caution: float

    @cached_property
    def steps(self) -> Ints:
        """The activities that are looked at."""
        pairs = np.unique(self.ways.way * self.many + self.ways.columns[0])
        cases = np.bincount(pairs % self.many, self.ways.times[pairs // self.many], self.many)
        most = np.argsort(-cases, kind="stable")[:MOST]
        return np.sort(most[cases[most] > 0])

    @cached_property
    def _counts(self) -> tuple[Floats, Floats, Floats, float]:
        """In how many cases each step was; in how many of these each other came on the side; in how many cases each
        was at all; and how many cases there are."""
        size = len(self.steps)
        cases, had, there = np.zeros(size), np.zeros((size, size)), np.zeros(size)
        for part in _parts(self._asked(self.ways)):
            places, times = self._places(self.ways, part), self.ways.times[part].astype(float)
            there += times @ (places < FAR)
            for step in range(size):
                rows = np.flatnonzero(places[:, step] < FAR)
                cases[step] += times[rows].sum()
                had[step] += times[rows] @ _nearer(places[rows], step)
        return cases, had, there, float(self.ways.times[self._asked(self.ways)].sum())

    def lacking(self, ways: Ways, own: Ints) -> Lacking:
        """Of each of these ways; one case of its own way when this was learnt is left out (NOBODY: none)."""
        best = [self._lacking(ways, own, part) for part in _parts(self._asked(ways))]
        columns = [np.concatenate(each) for each in zip(*best, strict=True)] if best else [np.zeros(0)] * 7
        way, event, answer, often = (each.astype(np.int64) for each in columns[:4])
        asked = Asked(self.side, 0, self.many, way, event, answer, (), ())
        return Lacking(asked, columns[4], columns[5], often, columns[6])

    def _asked(self, ways: Ways) -> Ints:
        """What comes after is asked of cases that have ended only."""
        return np.flatnonzero(ways.ended if self.side == LATER else np.ones(len(ways), bool))

    def _places(self, ways: Ways, part: Ints) -> Places:
        """Of each way the place of each step from the side that is asked about, nearest first."""
        some = ways.pick(part)
        slots = np.full(self.many, -1)
        slots[self.steps] = np.arange(len(self.steps))
        slot = slots[some.columns[0]]
        place = some.length[some.way] - 1 - some.place if self.side == LATER else some.place
        found = np.full((len(part), len(self.steps)), FAR, np.int32)
        known = slot >= 0
        np.minimum.at(found, (some.way[known], slot[known]), place[known].astype(np.int32))
        return found

    def _own_places(self, own: Ints) -> Places:
        found = np.full((len(own), len(self.steps)), FAR, np.int32)
        counted = np.flatnonzero(own != NOBODY)
        if self.side == LATER:
            counted = counted[self.ways.ended[own[counted]]]
        found[counted] = self._places(self.ways, own[counted])
        return found

    def _lacking(self, ways: Ways, own: Ints, part: Ints) -> list[Floats]:
        places, of_own = self._places(ways, part), self._own_places(own[part])
        best = np.zeros((len(part), 6))
        for step in range(len(self.steps)):
            rows = np.flatnonzero(places[:, step] < FAR)
            found = self._beside(step, places[rows], of_own[rows])
            if found is None:
                continue
            nearer = places[rows, step] < best[rows, 5]
            more = found[:, 3] - best[rows, 3]
            better = (more > 1e-9) | ((more > -1e-9) & nearer)
            best[rows[better], :5] = found[better]
            best[rows[better], 5] = places[rows[better], step]
        kept = np.flatnonzero(best[:, 3] > 0)
        answer, often, probability, excess, share, place = best[kept].T
        way = part[kept]
        event = ways.first[way] + (ways.length[way] - 1 - place if self.side == LATER else place)
        return [way, event, answer, often, probability, excess, share]

    def _beside(self, step: int, places: Places, of_own: Places) -> Floats | None:
        """Of ways with this step what is missing beside it: the activity, how many others had the step, the
        probability that it is missing, how surprising that is, the share of the others in which it is."""
        cases, had, there, total = self._counts
        columns = np.flatnonzero(had[step] >= NEARLY_ALL * (cases[step] - 1))
        if not len(columns) or not len(places):
            return None
        own_has = (of_own[:, step] < FAR)[:, None]
        often = cases[step] - own_has
        having = had[step, columns] - (_nearer(of_own, step)[:, columns] & own_has)
        lacked = often - having
        kinds = (lacked > 0).astype(float) + (having > 0)
        own_counts = (of_own < FAR).any(axis=1, keepdims=True)
        at_all = there[columns] - (of_own[:, columns] < FAR)
        never = (total - own_counts - at_all + self.caution / 2) / np.maximum(total - own_counts + self.caution, 1)
        probability = (lacked + self.caution * kinds * never) / np.maximum(often + self.caution * kinds, 1)
        share = lacked / np.maximum(often, 1)
        excess = -np.log(np.maximum(probability, 1e-300)) - _openness(share)
        told = ~_nearer(places, step)[:, columns] & (having >= NEARLY_ALL * often) & (often > 0)
        excess[~told] = -np.inf
        excess[:, columns == step] = -np.inf
        at = np.arange(len(places)), excess.argmax(axis=1)
        return np.column_stack([self.steps[columns[at[1]]], often[:, 0], probability[at], excess[at], share[at]])


def _parts(which: Ints) -> Iterator[Ints]:
    """So many at once as memory bears."""
    return (which[start : start + AT_ONCE] for start in range(0, len(which), AT_ONCE))


def _nearer(places: Places, step: int) -> Flags:
    """Which steps came on the side of this one that is asked about."""
    result: Flags = places < places[:, step][:, None]
    return result


def _openness(share: Floats) -> Floats:
    """The entropy of a thing that is so in such a share, in nats."""
    within = np.clip(share, 1e-12, 1 - 1e-12)
    result: Floats = -within * np.log(within) - (1 - within) * np.log1p(-within)
    return result

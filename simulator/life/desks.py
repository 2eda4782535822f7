"""Desks: people who take what lies before them one after the other, for all of them at once.

A stage asks `serve` for all its jobs together. First come, first served is Lindley's recursion, on the axis of the
free working time of each person: a finish is the later of arrival and the finish before, plus the work; in sums and a
running maximum, end = D + max(arrival − D before). What earlier stages keep a person busy with is no free time for
later stages, so those are taken in between, and are interrupted when something of an earlier stage comes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.life.chance import Ints
from simulator.life.rows import NEVER
from simulator.life.working_axis import WorkingTime

PERSON = 32  # a person's number stands above the 32 bits of a position
NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Busy:
    """What people worked on, piece by piece: positions on their axes, and since when the work was there to be done."""

    who: Ints
    start: Ints
    end: Ints
    enabled: Ints


class Desks:
    """The working time of everybody, and what of it is taken."""

    def __init__(self, time: WorkingTime) -> None:
        self.time = time
        self._start, self._end = NONE, NONE  # disjoint, in order, with the person's number in the upper bits
        self._count_busy()
        self._pieces: list[Busy] = []

    def _count_busy(self) -> None:
        lengths = self._end - self._start
        before = np.cumsum(lengths) - lengths
        who = self._start >> PERSON
        first = np.searchsorted(who, who, side="left")
        self._busy_before = before - before[first] if len(first) else NONE
        self._busy_after = self._busy_before + lengths
        self._free_start = self._start - self._busy_before

    def _taken_before(self, key: Ints) -> Ints:
        """How much of a person's time before a position (with the person in the upper bits) is taken."""
        place = np.searchsorted(self._start, key, side="right") - 1
        mine = (place >= 0) & (self._start[place] >> PERSON == key >> PERSON) if len(self._start) else place >= 0
        if not mine.any():
            return np.zeros(len(key), np.int64)
        within = np.minimum(key, self._end[place]) - self._start[place]
        return np.where(mine, self._busy_before[place] + within, 0)

    def _from_free(self, key: Ints, side: str) -> Ints:
        """The position of a free position; `side` is right where work begins there, left where it ends."""
        place = np.searchsorted(self._free_start, key, side=side) - 1  # type: ignore[call-overload]
        mine = (place >= 0) & (self._free_start[place] >> PERSON == key >> PERSON) if len(self._start) else place >= 0
        return key + np.where(mine, self._busy_after[place], 0) if mine.any() else key

    def serve(self, who: Ints, ready: Ints, work: Ints, enabled: Ints | None = None) -> tuple[Ints, Ints]:
        """When each job is begun and done, if it can be begun from `ready` and takes `work` seconds of `who`.

        `enabled` is since when it waits (else `ready`). A job that is never ready is never done.
        """
        begun, done = np.full(len(who), NEVER), np.full(len(who), NEVER)
        enabled = ready if enabled is None else enabled
        real = np.flatnonzero(ready < NEVER)
        if not len(real):
            return begun, done
        person = np.asarray(who)[real].astype(np.int64)
        key = (person << PERSON) + self.time.position(person, ready[real])
        free = key - self._taken_before(key)
        order = np.lexsort((real, enabled[real], free))
        length = np.maximum(np.asarray(work)[real].astype(np.int64), 60)[order]
        before = np.cumsum(length) - length
        end = before + length + np.maximum.accumulate(_apart(free[order] - before, person[order]))
        end -= _apart(np.zeros(len(end), np.int64), person[order])
        start = end - length
        first, last = self._from_free(start, "right"), self._from_free(end, "left")
        self._note(start, end, first, last, enabled[real][order])
        chosen, mask = real[order], (1 << PERSON) - 1
        begun[chosen] = self.time.begin(person[order], first & mask)
        done[chosen] = self.time.done(person[order], last & mask)
        return begun, done

    def _note(self, free_start: Ints, free_end: Ints, start: Ints, end: Ints, enabled: Ints) -> None:
        """Keep what was worked on when; a job that was interrupted is several pieces."""
        low = np.searchsorted(self._free_start, free_start, side="right")
        high = np.maximum(np.searchsorted(self._free_start, free_end, side="left"), low)
        job = np.repeat(np.arange(len(start)), high - low)
        inner = np.arange(len(job)) - np.repeat(np.cumsum(high - low) - (high - low), high - low) + low[job]
        starts = np.concatenate([start, self._end[inner]])
        ends = np.concatenate([end, self._start[inner]])
        jobs = np.concatenate([np.arange(len(start)), job])
        starts, ends = starts[np.argsort(starts, kind="stable")], ends[np.argsort(ends, kind="stable")]
        jobs = jobs[np.argsort(np.concatenate([start, self._end[inner]]), kind="stable")]
        self._pieces.append(Busy(starts >> PERSON, starts, ends, enabled[jobs]))
        self._start, self._end = _union(np.concatenate([self._start, start]), np.concatenate([self._end, end]))
        self._count_busy()

    def busy(self) -> Busy:
        """All that was worked on, by person and time (positions carry the person in their upper bits)."""
        if not self._pieces:
            return Busy(NONE, NONE, NONE, NONE)
        whole = [
            np.concatenate([getattr(p, name) for p in self._pieces]) for name in ("who", "start", "end", "enabled")
        ]
        order = np.argsort(whole[1], kind="stable")
        return Busy(*(column[order] for column in whole))


def _apart(values: Ints, person: Ints) -> Ints:
    """Values of different people are lifted so far apart that a running maximum over one never reaches the next."""
    return values + (np.unique(person, return_inverse=True)[1].astype(np.int64) << 44)


def _union(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    first = np.flatnonzero(np.concatenate([[True], start[1:] > reach[:-1]]))
    last = np.concatenate([first[1:] - 1, [len(start) - 1]])
    return start[first], reach[last]

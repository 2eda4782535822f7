"""The axis of working time: moments as seconds that a person has worked until then, and back.

On it nights, holidays and leave are no length at all, so "three hours of work later" is an addition, and a queue is
solved by sums and maxima. One table of all people and days serves every call.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.life.chance import Bools, Ints
from simulator.life.offices import DAYS, Office, length, opening
from simulator.life.rows import DAY, NEVER

FAR = 2**40


class WorkingTime:
    """`on` says for every person and day whether that person works; `office` is the number of each one's office."""

    def __init__(self, on: Bools, office: Ints, offices: Sequence[Office]) -> None:
        self.on, self.office = on, np.asarray(office)
        self.opens = np.stack([opening(place) for place in offices])
        self._lengths = np.array([length(place) for place in offices])
        self.worked_days = np.zeros((len(on), DAYS + 1), np.int32)
        np.cumsum(on, axis=1, dtype=np.int32, out=self.worked_days[:, 1:])
        flat = np.flatnonzero(on.ravel())
        self._day = (flat % DAYS).astype(np.int16)
        self._total = self.worked_days[:, -1].astype(np.int64)
        self._first = np.cumsum(self._total) - self._total

    def day_of(self, who: Ints, moment: Ints) -> Ints:
        """The last day whose opening is not after the moment."""
        office = self.office[who]
        guess = np.clip((moment - self.opens[office, 0] + 3600) // DAY, 0, DAYS - 1)
        return np.asarray(np.maximum(guess - (self.opens[office, guess] > moment), 0))

    def position(self, who: Ints, moment: Ints) -> Ints:
        """The seconds worked until the moment."""
        day = self.day_of(who, moment)
        office = self.office[who]
        length = self._lengths[office]
        today = np.clip(moment - self.opens[office, day], 0, length) * self.on[who, day]
        return np.where(moment >= NEVER, FAR, self.worked_days[who, day] * length + today)

    def begin(self, who: Ints, position: Ints) -> Ints:
        """The moment of a position; between two days the opening of the later one."""
        return self._moment(who, position, position // self._lengths[self.office[who]])

    def done(self, who: Ints, position: Ints) -> Ints:
        """The moment of a position; between two days the closing of the earlier one."""
        return self._moment(who, position, np.maximum(position - 1, 0) // self._lengths[self.office[who]])

    def _moment(self, who: Ints, position: Ints, number: Ints) -> Ints:
        office, total = self.office[who], self._total[who]
        inside = np.clip(number, 0, np.maximum(total - 1, 0))
        day = self._day[np.minimum(self._first[who] + inside, len(self._day) - 1)].astype(np.int64)
        moment = self.opens[office, day] + position - inside * self._lengths[office]
        return np.where(number < total, moment, NEVER)

    def after(self, who: Ints, moment: Ints, work: Ints) -> Ints:
        """When so many seconds of the person's working time, begun at the moment, are done."""
        return self.done(who, self.position(who, moment) + np.maximum(np.asarray(work).astype(np.int64), 1))

    def next_open(self, who: Ints, moment: Ints) -> Ints:
        """The moment itself if the person is at work then, else when they next are."""
        return self.begin(who, self.position(who, moment))

    def length_of(self, who: Ints) -> Ints:
        return np.asarray(self._lengths[self.office[who]])

"""The interval around a prediction: how far earlier ones were off, each known only so far as it was by then.

Conformal and adaptive: the shares left out below and above move with each earlier interval that turned out wrong,
so that in the long run as many hold as are promised, whatever drifts (Gibbs and Candès, 2021). An interval is judged
when it has run out, whether its case ended in it or not: else those that ended soon would be judged first. Where an
interval begins at once, nothing can come below it, and all that may be left out is left out above. How long things take
is compared on the clock of the process (`rhythm.py`), and told in days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.remaining_time.histories import Floats, Ints
from models.remaining_time.rhythm import EVEN, Rhythm
from models.remaining_time.weighing import quantile

LEVEL = 0.8
WINDOW = 500
"""So many looks are held against, half of them the latest, half from all before, where the slow ones are over;"""
NEAREST = 200
"""and of these the ones for which about as long was predicted."""
STEP, GAIN = 0.015, 0.75
"""How far each outcome moves a share that is left out: so far at most, and less where many are waited for, lest it
swings."""
LEAST, MOST = 0.02, 0.4
FEWEST = 30
"""Before so many looks there is no interval."""
PARTS = 200
"""In so many parts at least of the time of all looks it is learnt what came of those before."""
SECOND = 1 / 86_400
"""What ends in the second of a bound is in the interval: clocks round."""


@dataclass(frozen=True)
class Predicted:
    """Looks in the order of their days: what was predicted, and what came; not a number where that is not known. Their
    cases were watched until `watched`, those of a log that goes on for ever."""

    day: Floats
    days: Floats
    remaining: Floats
    watched: Floats | None = None

    @property
    def until(self) -> Floats:
        return np.full(len(self), np.inf) if self.watched is None else self.watched

    def __len__(self) -> int:
        return len(self.day)

    def then(self, more: Predicted) -> Predicted:
        """These, and others that came later."""
        return Predicted(
            np.concatenate([self.day, more.day]),
            np.concatenate([self.days, more.days]),
            np.concatenate([self.remaining, more.remaining]),
            np.concatenate([self.until, more.until]),
        )

    def sorted(self) -> Predicted:
        return self.pick(np.argsort(self.day, kind="stable"))

    def pick(self, which: Ints) -> Predicted:
        return Predicted(self.day[which], self.days[which], self.remaining[which], self.until[which])


@dataclass(frozen=True)
class Intervals:
    """From and to of each look, in days. One before which little was known has none: from 0 to infinity."""

    low: Floats
    high: Floats

    def covered(self, remaining: Floats) -> NDArray[np.bool_]:
        """Which held what came."""
        return (remaining >= self.low) & (remaining <= self.high)


def rolling(looks: Predicted, offset: float, rhythm: Rhythm = EVEN, level: float = LEVEL) -> Intervals:
    """The interval of each look, as it would have been told at the look: from what was known then of those before.

    What came is held against what was predicted as a ratio on the clock, `offset` of its days, a second at least, added
    to both. The looks of a day, or of a 200th of all their time where that is shorter, know the same of those before.
    """
    offset = max(offset, SECOND)
    low, high = np.zeros(len(looks)), np.full(len(looks), np.inf)
    span = rhythm.lasting(looks.day, looks.days) + offset
    share = (1 - level) / 2
    out = np.full(2, share)
    waiting, at_once = np.zeros(len(looks), bool), np.zeros(len(looks), bool)
    for first, last in _days(looks.day):
        resolved = waiting & (looks.day + high < looks.day[first])
        step = min(STEP, GAIN / max(int(waiting.sum()), 1))
        out = np.clip(out + step * _surprise(looks, (low, high), resolved, _shares(at_once, share)), LEAST, MOST)
        waiting &= ~resolved
        if first < FEWEST:
            continue
        known, told = _Known.of(looks, first, span, offset, rhythm), slice(first, last)
        shares = (out[0], 1 - out[1], 1 - 2 * out[1])
        ratios = np.array([known.quantiles(size, shares) for size in np.log(span[told]).tolist()])
        lasting = np.maximum(span[told] * ratios.T - offset, 0.0)
        low[told] = np.maximum(rhythm.days(looks.day[told], lasting[0]) - SECOND, 0.0)
        at_once[told] = low[told] == 0
        high[told] = rhythm.days(looks.day[told], np.where(at_once[told], lasting[2], lasting[1])) + SECOND
        waiting[told] = True
    return Intervals(low, high)


def evenly(count: int, most: int) -> Ints:
    """The places of so many at most, evenly over all."""
    every = max(-(-count // most), 1)
    return np.arange((count - 1) % every if count else 0, count, every)


def coverage(looks: Predicted, intervals: Intervals, window: int = 500) -> Floats:
    """The monitor: at each look whose outcome is known, the share that held among the latest `window` of them."""
    held = intervals.covered(looks.remaining)[~np.isnan(looks.remaining)].astype(np.float64)
    total = np.concatenate([[0.0], np.cumsum(held)])
    at = np.arange(1, len(held) + 1)
    since = np.maximum(at - window, 0)
    return np.asarray((total[at] - total[since]) / (at - since), np.float64)


def _days(day: Floats) -> Iterator[tuple[int, int]]:
    """The looks of each day, or of each shorter part, from first to last."""
    lasting = float(day[-1] - day[0]) if len(day) else 0.0
    part = min(1.0, lasting / PARTS) or 1.0
    begins = np.flatnonzero(np.diff(np.floor(day / part), prepend=np.nan) != 0)
    return pairwise([*begins.tolist(), len(day)])


def _shares(at_once: NDArray[np.bool_], share: float) -> tuple[Floats, Floats]:
    """Which share of the looks may be left out below, and which above."""
    return np.where(at_once, 0.0, share), np.where(at_once, 2 * share, share)


def _surprise(
    looks: Predicted, told: tuple[Floats, Floats], resolved: NDArray[np.bool_], shares: tuple[Floats, Floats]
) -> NDArray[np.float64]:
    """By how many fewer than promised were left out below and above, among those that are resolved now."""
    unknown = np.isnan(looks.remaining) & (looks.day + told[1] > looks.until)
    resolved = resolved & ~unknown
    came = np.where(np.isnan(looks.remaining), np.inf, looks.remaining)[resolved]
    below, above = (came < told[0][resolved]).sum(), (came > told[1][resolved]).sum()
    return np.array([shares[0][resolved].sum() - below, shares[1][resolved].sum() - above], np.float64)


@dataclass(frozen=True)
class _Known:
    """What was known before a look of those before it: the logarithm of what was predicted, and how what came, or so
    far as it had come, compares with that."""

    size: Floats
    ratio: Floats
    over: NDArray[np.bool_]

    @classmethod
    def of(cls, looks: Predicted, first: int, span: Floats, offset: float, rhythm: Rhythm) -> _Known:
        latest, now = max(first - WINDOW // 2, 0), looks.day[first]
        which = np.concatenate([evenly(latest, WINDOW // 2), np.arange(latest, first)])
        before, span = looks.pick(which), span[which]
        seen = np.minimum(before.until, now) - before.day
        over = before.day + before.remaining <= now
        lasted = rhythm.lasting(before.day, np.where(over, before.remaining, seen))
        return cls(np.log(span), (lasted + offset) / span, over)

    def quantiles(self, size: float, shares: Sequence[float]) -> list[float]:
        """Of those whose prediction was nearest; where none got so far, the most that was seen."""
        ratio, over = self.ratio, self.over
        if len(ratio) > NEAREST:
            near = np.argpartition(np.abs(self.size - size), NEAREST)[:NEAREST]
            ratio, over = ratio[near], over[near]
        told = [quantile(ratio, over, share) for share in shares]
        return [float(ratio.max()) if np.isinf(each) else each for each in told]

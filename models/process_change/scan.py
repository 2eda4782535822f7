"""Where a sequence of cases changes: two windows side by side, the shares of each trait compared, the peak."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.process_change.traits import Traits

Floats = NDArray[np.float64]
WIDEST, NARROWEST, LONGER = 150, 10, 3
"""Of few cases the window before is so many times as long as the one since, in which a change is to be seen soon."""
TOGETHER = 3
"""A change shows in several traits: the mean of so many is looked at."""
LEAST = 5.0
"""Standard errors; no less is a change, however seldom chance alone gives it."""


@dataclass(frozen=True)
class Windows:
    """How many cases before a place are held against how many since."""

    before: int
    since: int

    @staticmethod
    def of(cases: int, least: int = 0) -> Windows | None:
        """A sixth of the cases since, within limits and no less than `least`; None where they hardly fit."""
        since = max(int(np.clip(cases // 6, NARROWEST, WIDEST)), least)
        before = max(since, min(LONGER * since, WIDEST, cases // 2))
        return Windows(before, since) if cases >= before + since + NARROWEST else None


@dataclass(frozen=True)
class Change:
    """Between case `at` - 1 and case `at`. `strength` is the mean of the largest |z|; `traits` the most changed ones,
    with their shares before and since."""

    at: int
    windows: Windows
    strength: float
    traits: tuple[tuple[int, float, float, float], ...]
    """Number of the trait, its z, its share before and since."""


def strengths(has: NDArray[np.bool_], windows: Windows) -> Floats:
    """Of each place between two cases; 0 where a window does not fit."""
    cases = len(has)
    found = np.zeros(cases + 1)
    most = min(TOGETHER, has.shape[1])
    for start in range(windows.before, cases - windows.since + 1, 2000):
        places = np.arange(start, min(start + 2000, cases - windows.since + 1))
        deviations = np.abs(_z(has, places, windows))
        if most:
            found[places] = np.partition(deviations, -most, axis=1)[:, -most:].mean(axis=1)
    return found


def changes(traits: Traits, windows: Windows, least: float = LEAST) -> list[Change]:
    """The peaks above `least`, none within a window of a higher one, in the order of the cases."""
    strength = strengths(traits.has, windows)
    found: list[int] = []
    for at in np.argsort(-strength, kind="stable").tolist():
        if strength[at] <= least:
            break
        if all(abs(at - other) >= windows.before for other in found):
            found.append(at)
    return [_change(traits, at, windows, float(strength[at])) for at in sorted(found)]


def by_chance(traits: Traits, windows: Windows, times: int, seed: int) -> list[float]:
    """The greatest strength in shuffles of the cases, each of which has no change."""
    random, has = np.random.default_rng(seed), traits.has
    return [round(float(strengths(has[random.permutation(len(has))], windows).max()), 6) for _ in range(times)]


def _change(traits: Traits, at: int, windows: Windows, strength: float) -> Change:
    before = traits.has[at - windows.before : at].mean(axis=0)
    since = traits.has[at : at + windows.since].mean(axis=0)
    z = _z(traits.has, np.array([at]), windows)[0]
    order = np.argsort(-np.abs(z), kind="stable")[:TOGETHER].tolist()
    told = tuple((number, float(z[number]), float(before[number]), float(since[number])) for number in order)
    return Change(at, windows, strength, told)


def _z(has: NDArray[np.bool_], places: NDArray[np.int64], windows: Windows) -> Floats:
    """Two-proportion z of each trait: since the place beside before it."""
    many_before, many_since = windows.before, windows.since
    start, end = int(places[0]) - many_before, int(places[-1]) + many_since
    sums = np.concatenate([np.zeros((1, has.shape[1]), np.int32), np.cumsum(has[start:end], axis=0, dtype=np.int32)])
    here = places - start
    before, since = sums[here] - sums[here - many_before], sums[here + many_since] - sums[here]
    share = (before + since) / (many_before + many_since)
    error = np.sqrt(share * (1 - share) * (1 / many_before + 1 / many_since))
    apart = since / many_since - before / many_before
    result: Floats = np.divide(apart, error, out=np.zeros_like(error), where=error > 0)
    return result

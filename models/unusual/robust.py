"""What is usual among peers, by medians drawn to those of wider groups; how far one is from it; how rare it is."""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import e, exp, isnan, log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Keys = Sequence[object]

PULL = 8.0
"""A group of so many counts as much as the wider one it is drawn towards."""

MAD = 1.4826
"""What makes of a median absolute deviation a standard deviation, where values are normal."""

TAIL = 0.05
"""The share of values that the tail is fitted to."""


def centres(values: Floats, groups: Sequence[Keys]) -> Floats:
    """For each value what is usual of its like: the median of its narrowest group, drawn towards those of the wider.

    `groups` name each value's group, the widest first; all together are wider than any. Unknown values are left out.
    """
    known = ~np.isnan(values)
    usual = np.full(len(values), _middle(np.sort(values[known])) if known.any() else 0.0)
    for keys in groups:
        for rows in _members(keys):
            there = values[rows][known[rows]]
            if len(there):
                # who is alone in a group is compared with the wider one, not with themselves
                weight = (len(there) - 1) / (len(there) - 1 + PULL)
                usual[rows] = weight * _middle(np.sort(there)) + (1 - weight) * usual[rows]
    return usual


def spreads(residuals: Floats, groups: Sequence[Keys]) -> Floats:
    """For each residual how far its like stray, drawn towards wider groups; never nothing."""
    wide = centres(np.abs(residuals), groups) * MAD
    known = np.abs(residuals[~np.isnan(residuals)])
    # where most are alike, the mean still tells how far the others stray
    least = float(known.mean()) * 0.5 if len(known) else 1.0
    return np.maximum(wide, least if least > 0 else 1.0)


def own_habit(residuals: Floats, people: Keys, most: int = 26) -> Floats:
    """For each residual what is usual of the same person before it: the median of up to `most`, drawn towards nought.

    The values stand in order of time.
    """
    usual, plain = np.zeros(len(residuals)), residuals.tolist()
    for rows in _members(people):
        before: deque[float] = deque()
        ordered: list[float] = []
        for row in rows.tolist():
            if ordered:
                usual[row] = _middle(ordered) * len(ordered) / (len(ordered) + PULL)
            before.append(plain[row])
            if not isnan(plain[row]):
                insort(ordered, plain[row])
            if len(before) > most and not isnan(oldest := before.popleft()):
                del ordered[bisect_left(ordered, oldest)]
    return usual


def _middle(ordered: Sequence[float] | Floats) -> float:
    """The median of what is in order already: of a few values far quicker than looking for it anew."""
    return (float(ordered[(len(ordered) - 1) // 2]) + float(ordered[len(ordered) // 2])) / 2


RAREST = 1e-9


@dataclass(frozen=True)
class Tail:
    """How rare large values are: beyond `cut`, which one in twenty passes, they thin out by `scale`."""

    cut: float
    scale: float

    @staticmethod
    def of(values: Floats) -> "Tail":
        """Fitted to the largest of the past; of too few it tells nothing."""
        known = values[~np.isnan(values)]
        if len(known) < 1 / TAIL:
            return Tail(float("inf"), 1.0)
        cut = float(np.quantile(known, 1 - TAIL))
        beyond = known[known > cut] - cut
        # by the median, so that what is sought does not widen its own tail
        scale = float(np.median(beyond)) / log(2) if len(beyond) else 0.0
        # no steeper than that of a normal spread, for which it is about a quarter
        return Tail(cut, max(scale, 0.2 * cut, 0.1))

    def share_beyond(self, value: float) -> float:
        """The share of values that are as large, as far as the past tells."""
        if np.isnan(value) or value <= self.cut:
            return 1.0
        return max(TAIL * exp(-(value - self.cut) / self.scale), RAREST)

    def passed_by(self, share: float) -> float:
        """The value that this share of values passes, as far as the past tells; of shares below one in twenty."""
        return self.cut + self.scale * log(TAIL / share)


def chance_of(share: float, usual: float) -> float:
    """The chance that what only this share of the past reached is no accident, at most: `usual` in odds times the most
    that such a share can speak for it, 1 / (-e p ln p) (Sellke, Bayarri and Berger 2001)."""
    if share >= 1 / e:
        return usual
    odds = usual / (1 - usual) / (-e * share * log(share))
    return odds / (1 + odds)


def _members(keys: Keys) -> list[npt.NDArray[np.intp]]:
    """The rows of each group, in their order."""
    places: dict[object, list[int]] = {}
    for row, key in enumerate(keys):
        places.setdefault(key, []).append(row)
    return [np.array(rows, dtype=np.intp) for rows in places.values()]

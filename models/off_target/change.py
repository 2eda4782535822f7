"""Since when a series of months has been worse: the split that says the most, and whether so much is accident."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist

import numpy as np

from models.unusual.robust import MAD

MEAN_DEVIATION = 1.2533
"""What makes of a mean absolute deviation a standard deviation, where values are normal."""

FEWEST_BEFORE = 4
MOST_SINCE = 6


@dataclass(frozen=True)
class Change:
    """`since` is the place of the first month after it; `share` is how often as much comes by accident."""

    since: int
    before: float
    after: float
    share: float


def change(values: Sequence[float]) -> Change | None:
    """The last months against those before, more being worse; None for too few months, or where the last is not worse.

    Before is told by its median and median deviation, so that a single odd month neither hides nor makes a change.
    """
    found = []
    for since in range(max(FEWEST_BEFORE, len(values) - MOST_SINCE), len(values)):
        before, after = np.array(values[:since]), np.array(values[since:])
        usual = float(np.median(before))
        deviations = np.abs(before - usual)
        stray = max(
            float(np.median(deviations)) * MAD, float(deviations.mean()) * MEAN_DEVIATION, abs(usual) * 0.02, 1e-9
        )
        off = float(after.mean()) - usual
        # a median strays by a quarter more than a mean
        statistic = off / (stray * sqrt(1 / len(after) + 1.57 / len(before)))
        if statistic > 0 and values[-1] > usual + stray:
            found.append(Change(since, usual, float(after.mean()), _share_beyond(statistic, len(before) - 1)))
    if not found:
        return None
    best = min(found, key=lambda each: (each.share, each.since))
    return Change(best.since, best.before, best.after, min(1.0, best.share * len(found)))


def false_shares(shares: Sequence[float]) -> list[float]:
    """For each share the least share of false ones among all that are taken with it (Benjamini and Hochberg)."""
    order = sorted(range(len(shares)), key=lambda place: shares[place], reverse=True)
    least, found = 1.0, [1.0] * len(shares)
    for rank, place in enumerate(order):
        least = min(least, shares[place] * len(shares) / (len(shares) - rank))
        found[place] = least
    return found


def _share_beyond(statistic: float, freedom: int) -> float:
    """The upper tail of Student's distribution, by Wallace's approximation to the normal one."""
    normal = (8 * freedom + 1) / (8 * freedom + 3) * sqrt(freedom * log(1 + statistic**2 / freedom))
    return 1 - NormalDist().cdf(normal)

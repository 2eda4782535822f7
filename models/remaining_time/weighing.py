"""Quantiles of what is partly not over yet, by weight or by Kaplan and Meier, and weights for the unknown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.remaining_time.histories import Floats

HEAVIEST = 10.0
"""No known one stands for more than so many."""


def stand_for_unknown(day: Floats, remaining: Floats, until: float) -> Floats:
    """How many looks each known one stands for, as only what ended by `until` is known, the short ones more often.

    A remaining time could be seen only from looks at least as long before `until`; one that few looks could have seen
    stands for the more (inverse probability of censoring). Those not over yet weigh nothing.
    """
    seen = np.sort(until - day)
    could = 1 - np.searchsorted(seen, np.nan_to_num(remaining), side="left") / max(len(seen), 1)
    weight = np.minimum(1 / np.maximum(could, 1 / HEAVIEST), HEAVIEST)
    return np.where(np.isnan(remaining), 0.0, weight)


def median(values: Floats, weight: Floats) -> float:
    """The value that halves the weight; of equal weights the usual median."""
    order = np.argsort(values, kind="stable")
    values, total = values[order], np.cumsum(weight[order])
    half = total[-1] / 2
    at = int(np.searchsorted(total, half, side="left"))
    following = min(at + 1, len(values) - 1)
    return float((values[at] + values[following]) / 2 if total[at] == half else values[at])


def quantile(values: Floats, over: NDArray[np.bool_], share: float) -> float:
    """The value below which a share of all lies (Kaplan and Meier); of one that is not over yet only the least it can
    be is known. Where nobody got so far, as if those left went on ending as often (an exponential tail); infinite where
    nothing ended."""
    order = np.lexsort((~over, values))
    values, over = values[order], over[order]
    left = len(values) - np.arange(len(values))
    below = 1 - np.cumprod(np.where(over, 1 - 1 / left, 1.0))
    reached = np.flatnonzero(over & (below >= share - 1e-12))
    if len(reached):
        return float(values[reached[0]])
    return float(values[-1] * np.log1p(-share) / np.log1p(-below[-1])) if below[-1] > 0 else float("inf")

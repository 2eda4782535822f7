"""What was known of each group, such as a client, when an invoice was issued: only outcomes known by then count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)


@dataclass(frozen=True)
class Before:
    """Of each invoice: how many of its group were known then, and the sum of what came of them."""

    known: Floats
    total: Floats

    def drawn(self, usual: float | Floats, strength: float) -> Floats:
        """Their mean, drawn to the usual one as if `strength` more had come at it."""
        return (self.total + strength * usual) / (self.known + strength)


def before(
    issued: Floats, known: Floats, came: Floats | NDArray[np.bool_], groups: Sequence[str], last: int | None = None
) -> Before:
    """`known` is when the outcome of each was; not a number where it is not known yet. Of the latest `last` only."""
    count, total = np.zeros(len(issued)), np.zeros(len(issued))
    _, group = np.unique(np.array(groups, dtype=str), return_inverse=True)
    order = np.argsort(group, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        told = members[~np.isnan(known[members])]
        told = told[np.argsort(known[told], kind="stable")]
        sums = np.concatenate([[0.0], np.cumsum(came[told])])
        until = np.searchsorted(known[told], issued[members], side="left")
        since = np.maximum(until - last, 0) if last else np.zeros_like(until)
        count[members], total[members] = until - since, sums[until] - sums[since]
    return Before(count, total)


def strength(came: NDArray[np.bool_] | Sequence[bool], groups: Sequence[str]) -> float:
    """How far groups are drawn to the usual: that under which their counts are most likely (beta-binomial)."""
    usual = min(max(float(np.mean(came)), 1e-6), 1 - 1e-6)
    _, group = np.unique(np.array(groups, dtype=str), return_inverse=True)
    of, hits = np.bincount(group), np.bincount(group, came)

    def likelihood(k: float) -> float:
        a, b = k * usual, k * (1 - usual)
        return sum(
            lgamma(a + hit) + lgamma(b + n - hit) - lgamma(k + n) + lgamma(k) - lgamma(a) - lgamma(b)
            for n, hit in zip(of.tolist(), hits.tolist(), strict=True)
        )

    return max(STRENGTHS, key=likelihood)

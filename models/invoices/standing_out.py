"""Groups of which something comes true far more often than of the others: a client, a legal entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lgamma

import numpy as np

TIMES = 2.0
"""It stands out when its share is so many times that of the others,"""
SURE = 0.8
"""which must be so sure,"""
FEWEST_CAME = 3
"""and have been seen so often."""
GRID = np.linspace(0.0005, 0.9995, 1000)


@dataclass(frozen=True)
class Standing:
    """A group: how many of how many came true, in it and in all others, and how sure it is that it stands out."""

    came: int
    of: int
    others_came: int
    others_of: int
    sure: float
    usual: float
    """How sure it would be of a group of which nothing is known."""

    @property
    def share(self) -> float:
        return self.came / self.of

    @property
    def others_share(self) -> float:
        return self.others_came / self.others_of if self.others_of else 0.0


def standing_out(groups: Sequence[str], came: Sequence[bool], strength: float) -> Mapping[str, Standing]:
    """Those that stand out, the surest first. Few of a group are drawn to the others, as if `strength` more had come
    at their share."""
    found: dict[str, Standing] = {}
    every, total = len(came), sum(came)
    for group in dict.fromkeys(groups):
        own = [hit for other, hit in zip(groups, came, strict=True) if other == group]
        rest, rest_came = every - len(own), total - sum(own)
        if sum(own) < FEWEST_CAME or not rest:
            continue
        # of others a little is always expected
        usual = (rest_came + 0.5) / (rest + 1)
        hits, misses = strength * usual, strength * (1 - usual)
        sure = above(TIMES * usual, sum(own) + hits, len(own) - sum(own) + misses)
        if sure >= SURE:
            found[group] = Standing(
                sum(own), len(own), rest_came, rest, sure, min(sure, above(TIMES * usual, hits, misses))
            )
    return dict(sorted(found.items(), key=lambda item: -item[1].sure))


def above(limit: float, hits: float, misses: float) -> float:
    """How likely a share is above the limit that was seen so often, and not so often (a beta distribution)."""
    if limit >= 1:
        return 0.0
    scale = lgamma(hits + misses) - lgamma(hits) - lgamma(misses)
    density = np.exp(scale + (hits - 1) * np.log(GRID) + (misses - 1) * np.log1p(-GRID))
    return float(min(density[limit < GRID].sum() / density.sum(), 1.0))

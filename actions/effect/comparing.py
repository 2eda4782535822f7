"""Two shares compared: their difference with an interval that holds for small numbers, and pairs by resampling."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""For 95 %."""
RESAMPLES = 2000


@dataclass(frozen=True)
class Difference:
    """How much larger the first share is, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    some: int
    of: int

    @property
    def value(self) -> float:
        return self.some / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        n, p = self.of, self.value
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def difference(first: Share, second: Share) -> Difference:
    """Newcombe's hybrid score interval (1998, method 10), which keeps its level for a handful of cases too."""
    (low_1, high_1), (low_2, high_2) = first.interval, second.interval
    value = first.value - second.value
    below = sqrt((first.value - low_1) ** 2 + (high_2 - second.value) ** 2)
    above = sqrt((high_1 - first.value) ** 2 + (second.value - low_2) ** 2)
    return Difference(value, max(-1.0, value - below), min(1.0, value + above))


def of_pairs(differences: Sequence[float], seed: int = 1) -> Difference:
    """The mean of differences, each of a case and its like, with the interval of means drawn anew (bootstrap)."""
    draw = random.Random(seed)
    count = len(differences)
    means = sorted(sum(draw.choices(differences, k=count)) / count for _ in range(RESAMPLES))
    low, high = means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]
    return Difference(sum(differences) / count, low, high)


def wider(one: Difference, other: Difference) -> Difference:
    """The first difference with an interval that covers both."""
    return Difference(one.value, min(one.low, other.low), max(one.high, other.high))

"""Chance with a name: every subject has its own dice, so that one change does not reshuffle all the rest."""

from __future__ import annotations

import math
from random import Random


def dice(seed: int, *names: object) -> Random:
    """The dice of one subject: the same names and seed always throw the same."""
    return Random("/".join(map(str, (seed, *names))))


def skewed(rng: Random, middle: float, spread: float = 0.6) -> float:
    """A duration with the given median and a long tail, as waits have."""
    return middle * math.exp(rng.gauss(0.0, spread))

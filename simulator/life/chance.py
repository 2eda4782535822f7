"""Chance with a name: a throw depends on seed, topic and the thing's own key, on nothing else.

So a trouble that is switched off, or a firm that joins, does not reshuffle what happens to all the rest.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Column = NDArray[Any]

_GOLD = np.uint64(0x9E3779B97F4A7C15)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64: every bit of the key moves every bit of the result."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def keyed(first: ArrayLike, *more: ArrayLike) -> Ints:
    """One key from several: a timesheet's from its person's and its week's."""
    key = np.atleast_1d(np.asarray(first, np.int64)).view(np.uint64)
    for part in more:
        key = _mixed(key + _GOLD) ^ (np.atleast_1d(np.asarray(part, np.int64)).view(np.uint64) * _GOLD)
    return np.ascontiguousarray(key).view(np.int64)


class Dice:
    """The throws of one topic."""

    def __init__(self, seed: int, topic: str) -> None:
        salt = blake2b(f"{seed}/{topic}".encode(), digest_size=16).digest()
        self._salts = np.frombuffer(salt, np.uint64)

    def uniform(self, key: ArrayLike, second: bool = False) -> Floats:
        """From 0 up to, not with, 1."""
        bits = np.atleast_1d(np.asarray(key, np.int64)).view(np.uint64) * _GOLD + self._salts[int(second)]
        return np.asarray((_mixed(_mixed(bits) + _GOLD) >> np.uint64(11)) * 2.0**-53, np.float64)

    def normal(self, key: ArrayLike) -> Floats:
        """Mean 0, standard deviation 1 (Box and Muller)."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(key)))
        return np.asarray(radius * np.cos(2.0 * np.pi * self.uniform(key, second=True)))

    def skewed(self, key: ArrayLike, middle: ArrayLike, spread: float = 0.6) -> Floats:
        """A size with the given median and a long tail, as durations and amounts have (log-normal)."""
        return np.asarray(np.asarray(middle, np.float64) * np.exp(spread * self.normal(key)))

    def chance(self, key: ArrayLike, share: ArrayLike) -> Bools:
        return np.asarray(self.uniform(key) < np.asarray(share, np.float64))

    def whole(self, key: ArrayLike, lowest: ArrayLike, highest: ArrayLike) -> Ints:
        """A whole number between two, both included."""
        low = np.asarray(lowest, np.int64)
        return np.asarray(low + (self.uniform(key) * (np.asarray(highest, np.int64) - low + 1)).astype(np.int64))

    def among(self, key: ArrayLike, weights: Any) -> Ints:
        """The place in a list of weights."""
        edges = np.cumsum(np.asarray(weights, np.float64))
        return np.searchsorted(edges / edges[-1], self.uniform(key), side="right").astype(np.int64)


def some_of(fit: Bools, hit: Bools) -> Bools:
    """Those of the fitting that are hit; the first of the fitting where none is."""
    found = np.asarray(fit & hit)
    if fit.any() and not found.any():
        found[np.flatnonzero(fit)[0]] = True
    return found

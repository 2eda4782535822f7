"""Contexts as numbers of 64 bits: equal contexts get equal numbers, others almost surely different ones."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
_GOLDEN, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mixed(codes: NDArray[np.int64] | Hashes, salt: int | NDArray[np.int64]) -> Hashes:
    """A number for a code in a role; the role is the salt. The finish of splitmix64; overflow is meant."""
    salted = np.asarray(salt).astype(np.uint64) * _STEP
    number = (codes.astype(np.uint64) + np.uint64(1)) * _GOLDEN + salted
    number = (number ^ (number >> np.uint64(30))) * _FIRST
    number = (number ^ (number >> np.uint64(27))) * _SECOND
    result: Hashes = number ^ (number >> np.uint64(31))
    return result


def paired(one: NDArray[np.int64] | Hashes, other: NDArray[np.int64] | Hashes) -> Hashes:
    """One number for a pair, in this order."""
    return mixed(mixed(one, 1) ^ mixed(other, 2), 3)

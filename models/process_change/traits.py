"""What can be said of a case with yes or no: a step follows another at once, or later; a step is there, or repeats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.case_surprise.ways import Ways

FEWEST = 5
"""A trait that fewer cases have, or lack, cannot have changed."""
MOST = 2000
"""So many of the most divided traits are looked at; of a process with more pairs of steps the rest is left out."""
AT_ONCE, LATER, REPEATS, THERE = "at once", "later", "repeats", "there"
EDGE = -1
"""The beginning before the first step, the end after the last."""


@dataclass(frozen=True)
class Trait:
    """`one` is followed by `other` at once or later; is there, or comes more than once (then `other` is `one`)."""

    kind: str
    one: int
    other: int


@dataclass(frozen=True)
class Traits:
    """A row a case, a column a trait."""

    names: tuple[Trait, ...]
    has: NDArray[np.bool_]


def traits_of(cases: Ways, words: int) -> Traits:
    """Of cases that have ended, in their order; `words` is how many activities there are."""
    activity, case = cases.columns[0].astype(np.int64), cases.way
    begins, ends = cases.place == 0, cases.place == cases.length[case] - 1
    pairs = [_numbered(AT_ONCE, case[:-1][~ends[:-1]], activity[:-1][~ends[:-1]], activity[1:][~ends[:-1]])]
    pairs.append(_numbered(AT_ONCE, case[begins], np.full(begins.sum(), EDGE), activity[begins]))
    pairs.append(_numbered(AT_ONCE, case[ends], activity[ends], np.full(ends.sum(), EDGE)))
    first, last, times = _places(cases, words)
    for one in range(words):
        there = np.flatnonzero(times[:, one])
        pairs.append(_numbered(THERE, there, np.full(len(there), one), np.full(len(there), one)))
        more = np.flatnonzero(times[:, one] > 1)
        pairs.append(_numbered(REPEATS, more, np.full(len(more), one), np.full(len(more), one)))
        which, other = np.nonzero((first[:, one, None] < last) & (times[:, one, None] > 0) & (times > 0))
        apart = other != one
        pairs.append(_numbered(LATER, which[apart], np.full(apart.sum(), one), other[apart]))
    return _table(pairs, len(cases))


def _places(cases: Ways, words: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """By case and activity: its first and last place, and how often it comes."""
    shape = (len(cases), words)
    first, last, times = np.full(shape, np.iinfo(np.int64).max), np.full(shape, -1), np.zeros(shape, np.int64)
    at = (cases.way, cases.columns[0])
    np.minimum.at(first, at, cases.place)
    np.maximum.at(last, at, cases.place)
    np.add.at(times, at, 1)
    return first, last, times


Rows = tuple[str, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _numbered(kind: str, case: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64]) -> Rows:
    return kind, case, one, other


def _table(pairs: list[Rows], cases: int) -> Traits:
    columns: dict[Trait, NDArray[np.bool_]] = {}
    for kind, case, one, other in pairs:
        both, place = np.unique(np.stack([one, other]), axis=1, return_inverse=True)
        for number, (left, right) in enumerate(both.T.tolist()):
            column = columns.setdefault(Trait(kind, left, right), np.zeros(cases, bool))
            column[case[place == number]] = True
    divided = {trait: min(int(column.sum()), int((~column).sum())) for trait, column in columns.items()}
    kept = [trait for trait in columns if divided[trait] >= FEWEST]
    kept = sorted(kept, key=lambda trait: (-divided[trait], trait.kind, trait.one, trait.other))[:MOST]
    has = np.stack([columns[trait] for trait in kept], axis=1) if kept else np.zeros((cases, 0), bool)
    return Traits(tuple(kept), has)

"""Cases as flat arrays of codes, one entry an event; cases that ran alike are one way with how many took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.case_surprise.hashing import Hashes, mixed

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """Cases in words, sorted by case and order. `first` has where each case's events begin, and their number at its
    end; `said` the activity of each event, then each attribute. A case that is not `ended` may still go on."""

    first: Ints
    ended: Flags
    said: tuple[Sequence[str], ...]

    @staticmethod
    def of(cases: Sequence[Sequence[tuple[str, ...]]], ended: Sequence[bool] | None = None) -> Told:
        """From events as tuples: the activity, then each attribute; all cases have ended unless told otherwise."""
        first = np.cumsum([0, *(len(case) for case in cases)])
        said = tuple(zip(*(event for case in cases for event in case), strict=True))
        return Told(first, np.array(ended if ended is not None else [True] * len(cases), bool), said)


@dataclass(frozen=True)
class Words:
    """The words that were known when it learnt, by column. A word that comes later is one more, whichever it is."""

    known: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(told: Told) -> Words:
        return Words(tuple(tuple(sorted(set(column))) for column in told.said))

    def coded(self, told: Told) -> tuple[Ints, ...]:
        codes = []
        for known, column in zip(self.known, told.said, strict=True):
            numbers = {word: number for number, word in enumerate(known)}
            codes.append(np.array([numbers.get(word, len(known)) for word in column], np.int64))
        return tuple(codes)

    def many(self, column: int) -> int:
        """How many codes a column has, the one for new words included."""
        return len(self.known[column]) + 1


@dataclass(frozen=True)
class Ways:
    """Different ways that cases ran. `times` is how many cases ran each."""

    first: Ints
    ended: Flags
    columns: tuple[Ints, ...]
    times: Ints

    def __len__(self) -> int:
        return len(self.first) - 1

    @cached_property
    def length(self) -> Ints:
        return np.diff(self.first)

    @cached_property
    def way(self) -> Ints:
        """The way of each event."""
        return np.repeat(np.arange(len(self)), self.length)

    @cached_property
    def place(self) -> Ints:
        """The place of each event in its way, from 0."""
        return np.arange(len(self.way)) - self.first[self.way]

    def pick(self, which: Ints) -> Ways:
        """Some of them, in the order asked for."""
        length = self.length[which]
        first = np.concatenate([[0], np.cumsum(length)])
        events = np.repeat(self.first[which] - first[:-1], length) + np.arange(first[-1])
        return Ways(first, self.ended[which], tuple(codes[events] for codes in self.columns), self.times[which])


def each_alone(told: Told, words: Words) -> Ways:
    """Every case as a way of its own."""
    return Ways(told.first, told.ended, words.coded(told), np.ones(len(told.ended), np.int64))


def ways_of(told: Told, words: Words) -> tuple[Ways, Ints]:
    """The different ways of the cases, and which of them each case ran."""
    cases = each_alone(told, words)
    marks = _marks(cases)
    _, first_seen, way, times = np.unique(marks, return_index=True, return_inverse=True, return_counts=True)
    # in the order in which they first came, so that the same cases give the same numbers
    order = np.argsort(first_seen)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    picked = cases.pick(first_seen[order])
    return Ways(picked.first, picked.ended, picked.columns, times[order]), number[way]


def _marks(cases: Ways) -> Hashes:
    """One number a case, equal where all their events are."""
    of_event = np.zeros(len(cases.way), np.uint64)
    for number, codes in enumerate(cases.columns):
        of_event = of_event + mixed(mixed(codes, number + 1), cases.place)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(of_event, dtype=np.uint64)])
    return mixed(sums[cases.first[1:]] - sums[cases.first[:-1]], 2 * cases.length + cases.ended)

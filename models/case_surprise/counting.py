"""How often each answer came in each context, and how often in one way alone, so that a case can be left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.case_surprise.hashing import Hashes, paired
from models.case_surprise.ways import Ints

Floats = NDArray[np.float64]
NOBODY = -1
"""The own way of a case that was not there when it was learnt."""


@dataclass(frozen=True)
class Seen:
    """What the others saw in the context of each row: how often it came, how often with this answer, with how many
    different answers, and the sum of n log n over the answers' counts."""

    often: Floats
    answer: Floats
    kinds: Floats
    logs: Floats

    @property
    def entropy(self) -> Floats:
        """Of the answers in the context, in nats; 0 where it never came."""
        often = np.maximum(self.often, 1)
        result: Floats = np.where(self.often > 0, np.log(often) - self.logs / often, 0.0)
        return np.maximum(result, 0.0)


@dataclass(frozen=True)
class _Table:
    """Numbers by key; a key that is not there has zeros."""

    keys: Hashes
    values: tuple[Floats, ...]

    def of(self, asked: Hashes) -> tuple[Floats, ...]:
        if not len(self.keys):
            return tuple(np.zeros(len(asked)) for _ in self.values)
        at = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        there = self.keys[at] == asked
        return tuple(np.where(there, value[at], 0.0) for value in self.values)


@dataclass(frozen=True)
class Counts:
    """The counts of one context of one question."""

    _contexts: _Table
    _answers: _Table
    _own_contexts: _Table
    _own_answers: _Table

    @staticmethod
    def of(context: Hashes, answer: Ints, way: Ints, times: Ints) -> Counts:
        """From the rows where the context holds; each counts as often as its way was taken."""
        both = paired(context, answer)
        contexts, of_context = np.unique(context, return_inverse=True)
        answers, first, of_answer = np.unique(both, return_index=True, return_inverse=True)
        weight = times[way].astype(float)
        context_of_answer = of_context[first]
        often = _sums(of_answer, weight, len(answers))
        logs = _sums(context_of_answer, _n_log_n(often), len(contexts))
        kinds = _sums(context_of_answer, np.ones(len(answers)), len(contexts))
        own_contexts, of_own_context = np.unique(paired(way, context), return_inverse=True)
        own_answers, first, of_own = np.unique(paired(way, both), return_index=True, return_inverse=True)
        once = np.ones(len(way))
        own_often = _sums(of_own, once, len(own_answers))
        all_often, place = often[of_answer[first]], of_own_context[first]
        # what goes when one case of the way is left out
        less_kinds = _sums(place, (own_often == all_often).astype(float), len(own_contexts))
        less_logs = _sums(place, _n_log_n(all_often) - _n_log_n(all_often - own_often), len(own_contexts))
        return Counts(
            _Table(contexts, (_sums(of_context, weight, len(contexts)), kinds, logs)),
            _Table(answers, (often,)),
            _Table(own_contexts, (_sums(of_own_context, once, len(own_contexts)), less_kinds, less_logs)),
            _Table(own_answers, (own_often,)),
        )

    def seen(self, context: Hashes, answer: Ints, own: Ints) -> Seen:
        """Of each row, without one case of its own way (NOBODY: nothing is left out)."""
        both = paired(context, answer)
        often, kinds, logs = self._contexts.of(context)
        (answered,) = self._answers.of(both)
        known = np.flatnonzero(own != NOBODY)
        less, less_kinds, less_logs = self._own_contexts.of(paired(own[known], context[known]))
        (less_answered,) = self._own_answers.of(paired(own[known], both[known]))
        often[known] -= less
        kinds[known] -= less_kinds
        logs[known] -= less_logs
        answered[known] -= less_answered
        return Seen(often, answered, kinds, logs)


def _sums(place: Ints, value: Floats, many: int) -> Floats:
    """The sum of the values in each place."""
    return np.bincount(place, value, many).astype(np.float64)


def _n_log_n(count: Floats) -> Floats:
    result: Floats = count * np.log(np.maximum(count, 1.0))
    return result

"""After which time half, or nine in ten, are done where some are still open: Kaplan and Meier, many groups at once.

At equal times what is done comes before what is open. Between two that are open each that is done takes the same part
of what was left, so only those that are open are followed, in logarithms; where that comes so near to a whole number
of things done that rounding might decide, whole numbers do.
"""

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LEFT = (Fraction(1, 2), Fraction(1, 10))
"""What is not done yet: of the median a half, of the ninetieth percentile a tenth."""

NEAR = 1e-9
KEY_BITS = 63


class Reached(NamedTuple):
    """Of each group the time at which no more than a part is left; zero, and `never`, where it never is so."""

    times: Times
    never: Flags


class _Order(NamedTuple):
    """Rows by group and time, what is done first: where each group begins, the last one's end, which rows are open."""

    begins: Rows
    opens: Rows
    times_of: Callable[[Rows], Times]


class _Stretches(NamedTuple):
    """By group and time, what is done without one that is open between: how many are at risk as it begins, how many are
    done in it, and the logarithm of what is left before it. `firsts` has the first of each group."""

    starts: Rows
    at_risk: Rows
    done: Rows
    before: npt.NDArray[np.float64]
    firsts: Rows


def quantiles(groups: Rows, times: Times, is_open: Flags, how_many: int) -> tuple[Reached, Reached]:
    """For each group 0 … `how_many` - 1, the first time at which no more than a half, and than a tenth, is not done."""
    order = _in_order(groups, times, is_open, how_many)
    stretches = _stretches(order)
    half, tenth = (_first(part, stretches) for part in LEFT)
    return _reached(half, order, times), _reached(tenth, order, times)


def _reached(rows: Rows, order: _Order, times: Times) -> Reached:
    found: Times = np.zeros(len(rows), np.int64) if times.dtype.kind == "i" else np.zeros(len(rows), np.float64)
    never = rows < 0
    found[~never] = order.times_of(rows[~never])
    return Reached(found, never)


def _in_order(groups: Rows, times: Times, is_open: Flags, how_many: int) -> _Order:
    if len(times) and times.dtype.kind == "i" and times.min() >= 0:
        time_bits, group_bits = int(times.max()).bit_length(), how_many.bit_length()
        if time_bits + group_bits + 1 <= KEY_BITS:
            # one whole number a row sorts many times faster than three columns
            key = groups << (time_bits + 1)
            key |= times.astype(np.int64) << 1
            key |= is_open
            key.sort()
            begins = np.searchsorted(key, np.arange(how_many + 1) << (time_bits + 1))
            return _Order(begins, np.flatnonzero(key & 1), lambda rows: (key[rows] >> 1) & ((1 << time_bits) - 1))
    order = np.lexsort((is_open, times, groups))
    begins = np.searchsorted(groups[order], np.arange(how_many + 1))
    return _Order(begins, np.flatnonzero(is_open[order]), lambda rows: times[order[rows]])


def _stretches(order: _Order) -> _Stretches:
    """One begins with each group, and one behind each that is open."""
    begins, opens = order.begins[:-1], order.opens
    group = np.concatenate((np.arange(len(begins)), np.searchsorted(order.begins, opens, "right") - 1))
    in_order = np.argsort(group, kind="stable")
    group, starts = group[in_order], np.concatenate((begins, opens + 1))[in_order]
    ends = order.begins[1:][group]
    is_last = np.append(group[1:] != group[:-1], True)[: len(group)]
    at_risk = ends - starts
    done = np.where(is_last, at_risk, np.append(starts[1:] - 1, 0)[: len(group)] - starts)
    # what is done in the last of a group is before none
    total = np.cumsum(np.log1p(np.where(is_last, 0.0, -done / np.maximum(at_risk, 1))))
    firsts = np.searchsorted(group, np.arange(len(begins)))
    before = np.concatenate(([0.0], total[:-1]))[: len(group)]
    return _Stretches(starts, at_risk, done, before - before[firsts][group], firsts)


def _first(part: Fraction, stretches: _Stretches) -> Rows:
    """Of each group the first row after which no more than `part` is left; -1 where none is."""
    starts, at_risk, done, before, firsts = stretches
    exact = at_risk * (1 - float(part) * np.exp(-before))
    nearest = np.rint(exact)
    enough = np.maximum(np.ceil(exact), 1).astype(np.int64)
    near = NEAR + (NEAR + len(starts) * np.finfo(float).eps) * at_risk
    for number in np.flatnonzero((np.abs(exact - nearest) <= near) & (nearest >= 1) & (nearest <= done)).tolist():
        first = int(firsts[np.searchsorted(firsts, number, "right") - 1])
        some = int(nearest[number])
        enough[number] = some if _is_reached(part, at_risk[first : number + 1].tolist(), some) else some + 1
    reached = np.append(np.flatnonzero(enough <= done), len(starts))
    found = reached[np.searchsorted(reached, firsts)]
    there = found < np.append(firsts[1:], len(starts))[: len(firsts)]
    rows = np.full(len(firsts), -1)
    rows[there] = starts[found[there]] + enough[found[there]] - 1
    return rows


def _is_reached(part: Fraction, at_risk: list[int], done: int) -> bool:
    """Whether no more than `part` is left when so many are done of the last of a group's stretches, in whole numbers.

    Behind each stretch one that is open leaves those at risk without being done.
    """
    above = prod(number + 1 for number in at_risk[1:]) * (at_risk[-1] - done)
    return above * part.denominator <= prod(at_risk) * part.numerator

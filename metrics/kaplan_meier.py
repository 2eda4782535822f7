"""After which time half, or nine in ten, are done where some are still open: Kaplan and Meier, many groups at once.

At equal times what is done comes before what is open. Survival is followed in logarithms; where it comes so near to a
half or a tenth that rounding might decide, whole numbers do.
"""

from fractions import Fraction

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Groups = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LEFT = (Fraction(1, 2), Fraction(1, 10))
"""What is not done yet: of the median a half, of the ninetieth percentile a tenth."""

NEAR = 1e-9
KEY_BITS = 63


def quantiles(groups: Groups, times: Times, is_open: Flags, how_many: int) -> list[tuple[float | None, float | None]]:
    """For each group 0 … `how_many` - 1, the first time at which no more than a half, and than a tenth, is not done;
    None where that never is."""
    group, time, still = _in_order(groups, times, is_open)
    if not len(group):
        return [(None, None)] * how_many
    begins = np.searchsorted(group, np.arange(how_many + 1))
    at_risk = begins[group + 1] - np.arange(len(group))
    # where the last at risk is done nothing is left: minus infinity, told by the number at risk instead
    step = np.where(still | (at_risk == 1), 0.0, np.log1p(-1.0 / np.maximum(at_risk, 2)))
    total = np.cumsum(step)
    before = np.concatenate(([0.0], total))[begins[:-1]]
    left = total - before[group]
    left[(at_risk == 1) & ~still] = -np.inf
    found = [_first(part, (group, left, still, at_risk, begins)) for part in LEFT]
    return [
        (None if half < 0 else time[half].item(), None if tenth < 0 else time[tenth].item())
        for half, tenth in zip(*found, strict=True)
    ]


def _in_order(groups: Groups, times: Times, is_open: Flags) -> tuple[Groups, Times, Flags]:
    """By group and time, what is done first."""
    if len(times) and times.dtype.kind == "i" and times.min() >= 0:
        time_bits, group_bits = int(times.max()).bit_length(), int(groups.max()).bit_length()
        if time_bits + group_bits + 1 <= KEY_BITS:
            # one whole number a row sorts many times faster than three columns
            key = np.sort((groups << (time_bits + 1)) | (times.astype(np.int64) << 1) | is_open)
            return key >> (time_bits + 1), (key >> 1) & ((1 << time_bits) - 1), (key & 1).astype(bool)
    order = np.lexsort((is_open, times, groups))
    return groups[order], times[order], is_open[order]


Survival = tuple[Groups, npt.NDArray[np.float64], Flags, Groups, Groups]


def _first(part: Fraction, survival: Survival) -> list[int]:
    """Of each group the first row after which no more than `part` is left; -1 where none is."""
    group, left, still, at_risk, begins = survival
    limit, near = float(np.log(float(part))), NEAR + len(left) * np.finfo(float).eps
    candidates = np.flatnonzero((left <= limit + near) & ~still)
    place = np.searchsorted(candidates, begins[:-1])
    found = []
    for number, at in enumerate(place.tolist()):
        row = -1
        while at < len(candidates) and group[candidates[at]] == number:
            there = int(candidates[at])
            if left[there] <= limit - near or _reached(part, still, at_risk, (int(begins[number]), there)):
                row = there
                break
            at += 1
        found.append(row)
    return found


def _reached(part: Fraction, still: Flags, at_risk: Groups, rows: tuple[int, int]) -> bool:
    """Whether after the last of `rows` no more than `part` is left, in whole numbers.

    Between two that are open, the terms of survival cancel out: those at risk now over those at risk then.
    """
    first, last = rows
    open_ones = first + np.flatnonzero(still[first : last + 1])
    above, below, since = 1, 1, int(at_risk[first])
    for row in open_ones.tolist():
        above, below, since = above * int(at_risk[row]), below * since, int(at_risk[row]) - 1
    above, below = above * (int(at_risk[last]) - 1), below * since
    return above * part.denominator <= below * part.numerator

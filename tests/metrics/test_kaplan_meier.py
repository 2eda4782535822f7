"""Half and nine in ten of what is partly open: by hand, and against the plain product in fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.kaplan_meier import quantiles


def of_each(groups, times, is_open, how_many):
    """Of each group both times, None where it is never so far."""
    found = [
        [None if never else time for time, never in zip(each.times.tolist(), each.never.tolist(), strict=True)]
        for each in quantiles(groups, times, is_open, how_many)
    ]
    return list(zip(*found, strict=True))


def of_one(times, is_open, kind=np.int64):
    groups = np.zeros(len(times), np.int64)
    return of_each(groups, np.array(times, kind), np.array(is_open, bool), 1)[0]


def plainly(times, is_open):
    """Survival multiplied up in fractions, one row after the other."""
    rows = sorted(zip(times, is_open, strict=True))
    left, found = Fraction(1), [None, None]
    for number, (time, still) in enumerate(rows):
        at_risk = len(rows) - number
        left *= 1 if still else Fraction(at_risk - 1, at_risk)
        for place, part in enumerate((Fraction(1, 2), Fraction(1, 10))):
            if found[place] is None and not still and left <= part:
                found[place] = time
    return tuple(found)


@pytest.mark.parametrize(
    ("times", "is_open", "half", "nine_in_ten"),
    [
        ([], [], None, None),
        ([5], [False], 5, 5),
        ([5], [True], None, None),
        ([1, 2, 3, 4], [False] * 4, 2, 4),  # exactly a half is left after the second
        (list(range(1, 11)), [False] * 10, 5, 9),  # exactly a tenth after the ninth
        ([1, 2, 3, 4], [False, True, False, True], 3, None),  # 3/4, then 3/4 × 1/2
        ([1, 1, 2, 2], [True, False, True, False], 2, None),  # done before open at one time: 3/4, then 3/8
        ([3, 3, 3], [False] * 3, 3, 3),
        ([1, 2, 3], [True] * 3, None, None),
    ],
)
def test_by_hand(times, is_open, half, nine_in_ten):
    assert of_one(times, is_open) == (half, nine_in_ten)
    assert of_one(times, is_open, np.float64) == (half, nine_in_ten)


@pytest.mark.parametrize("size", [30, 3_000])
def test_exactly_a_part_is_enough_where_some_are_open_too(size):
    """After each third is done, one at risk goes open: what is left is told by whole numbers, not by logarithms."""
    times, is_open = list(range(size)), [number % 3 == 2 for number in range(size)]
    assert of_one(times, is_open) == plainly(times, is_open)


rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2**50), st.booleans()), max_size=60)
near = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.booleans()), max_size=80)


@given(st.one_of(rows, near), st.sampled_from([np.int64, np.float64]))
def test_many_groups_are_as_each_by_itself(found, kind):
    group, time, still = (np.array([row[place] for row in found]) for place in range(3))
    told = of_each(group.astype(np.int64), time.astype(kind), still.astype(bool), 7)
    for number in range(7):
        own = [row for row in found if row[0] == number]
        assert told[number] == plainly([row[1] for row in own], [row[2] for row in own])


@pytest.mark.parametrize("size", [2, 1_000, 100_000])
def test_exactly_a_half_is_enough_however_many_there_are(size):
    assert of_one(list(range(size)), [False] * size) == (size // 2 - 1, -(-size * 9 // 10) - 1)


def test_times_too_long_for_one_number_a_row_are_sorted_all_the_same():
    group = np.arange(2**14, dtype=np.int64)
    told = of_each(group, np.full(2**14, 2**55, np.int64), np.zeros(2**14, bool), 2**14)
    assert told == [(2**55, 2**55)] * 2**14

"""Quantiles of what is not over yet, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from models.remaining_time.weighing import median, quantile, stand_for_unknown

NAN = float("nan")


def test_kaplan_and_meier():
    """Of 1, 2+, 3, 4+, 5: after 1 four fifths are left, after 3 two thirds of those, after 5 none."""
    values, over = np.array([5.0, 2, 1, 4, 3]), np.array([True, False, True, False, True])
    assert quantile(values, over, 0.2) == 1
    assert quantile(values, over, 0.21) == 3
    assert quantile(values, over, 1 - 8 / 15) == 3
    assert quantile(values, over, 0.5) == 5


def test_where_nobody_got_so_far_it_goes_on_as_before():
    """Half were left at 2, a quarter would be at 4, an eighth at 6."""
    values, over = np.array([1.0, 2.0]), np.array([True, False])
    assert quantile(values, over, 0.5) == 1
    assert quantile(values, over, 0.75) == pytest.approx(4)
    assert quantile(values, over, 0.875) == pytest.approx(6)


def test_where_nothing_ended_it_is_beyond():
    assert quantile(np.array([1.0, 2.0]), np.array([False, False]), 0.1) == float("inf")


def test_a_long_one_stands_for_those_that_could_not_be_seen_yet():
    """On day 10, a remaining time of 8 could be seen from one look of four, one of 2 from three of four."""
    day, remaining = np.array([1.0, 5, 7, 9]), np.array([8.0, 2, NAN, NAN])
    assert stand_for_unknown(day, remaining, 10).tolist() == [4, pytest.approx(4 / 3), 0, 0]


def test_median_by_weight():
    assert median(np.array([3.0, 1, 2]), np.ones(3)) == 2
    assert median(np.array([3.0, 1, 2, 4]), np.ones(4)) == 2.5
    assert median(np.array([1.0, 2, 3]), np.array([1.0, 1, 4])) == 3

"""Medians drawn towards wider groups, habits of one's own, and how rare large values are, by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from models.unusual.robust import PULL, Tail, centres, chance_of, own_habit, spreads


def test_a_large_group_keeps_its_median_and_a_small_one_is_drawn():
    values = np.array([10.0] * 100 + [20.0] * 3 + [50.0])
    usual = centres(values, [["many"] * 100 + ["three"] * 3 + ["one"]])
    assert usual[0] == pytest.approx(10)
    assert usual[100] == pytest.approx(20 * 2 / (2 + PULL) + 10 * PULL / (2 + PULL))
    assert usual[-1] == 10


def test_narrower_groups_come_after_wider_ones():
    values = np.array([0.0] * 50 + [8.0] * 50)
    usual = centres(values, [["all"] * 100, ["a"] * 50 + ["b"] * 50])
    assert usual[0] < 1 < 7 < usual[-1]


def test_unknown_values_are_left_out():
    usual = centres(np.array([1.0, float("nan"), 3.0]), [["a", "a", "a"]])
    assert usual.tolist() == pytest.approx([2.0, 2.0, 2.0])


def test_where_most_are_alike_there_is_still_a_spread():
    assert (spreads(np.array([0.0] * 99 + [5.0]), [["a"] * 100]) > 0).all()
    assert (spreads(np.zeros(10), [["a"] * 10]) == 1).all()


def test_a_habit_is_of_the_weeks_before():
    residuals = np.array([5.0, 1.0, 5.0, 1.0])
    assert own_habit(residuals, ["a", "b", "a", "b"]).tolist() == pytest.approx([0, 0, 5 / (1 + PULL), 1 / (1 + PULL)])


def test_a_habit_forgets_what_is_long_ago_and_leaves_out_what_is_unknown():
    residuals = np.random.default_rng(2).normal(size=60)
    residuals[::7] = float("nan")
    habits = own_habit(residuals, ["a"] * 60, most=10)
    for place in range(2, 60):
        before = residuals[max(0, place - 10) : place]
        known = before[~np.isnan(before)]
        assert habits[place] == pytest.approx(np.median(known) * len(known) / (len(known) + PULL)), place


def test_a_tail_tells_the_share_beyond():
    values = np.random.default_rng(1).exponential(1.0, 100_000)
    tail = Tail.of(values)
    assert tail.share_beyond(log(1_000)) == pytest.approx(0.001, rel=0.1)
    assert tail.share_beyond(0.1) == 1


def test_of_too_few_nothing_is_rare():
    assert Tail.of(np.arange(5.0)).share_beyond(1_000) == 1


def test_a_rare_value_raises_the_chance_and_a_usual_one_does_not():
    assert chance_of(0.5, 0.01) == 0.01
    odds = 0.01 / 0.99 / (-np.e * 1e-4 * log(1e-4))
    assert chance_of(1e-4, 0.01) == pytest.approx(odds / (1 + odds))

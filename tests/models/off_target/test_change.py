"""Since when a series of months is worse, by hand and against pure accident."""

from __future__ import annotations

import random

import pytest

from models.off_target.change import change, false_shares


def test_a_step_is_found_where_it_is():
    found = change([5, 6, 5, 6, 5, 6, 20, 21, 20])
    assert found is not None
    assert (found.since, found.before) == (6, 5.5)
    assert found.after == pytest.approx(61 / 3)
    assert found.share < 0.001


def test_one_odd_month_before_hides_no_change():
    found = change([5, 6, 40, 6, 5, 6, 20, 21, 20])
    assert found is not None
    assert found.since == 6


def test_what_got_better_or_is_over_is_none():
    assert change([20, 21, 20, 21, 5, 6, 5]) is None
    assert change([5, 6, 5, 6, 5, 6, 20, 21, 5]) is None


def test_of_four_months_nothing_is_told():
    assert change([5, 6, 5, 60]) is None


def test_accidents_are_as_rare_as_told():
    dice = random.Random(1)
    shares = [found.share if (found := change([dice.gauss(10, 1) for _ in range(12)])) else 1.0 for _ in range(2_000)]
    assert sum(share <= 0.01 for share in shares) / len(shares) < 0.015
    assert sum(share <= 0.05 for share in shares) / len(shares) < 0.06
    # taken together hardly any is left
    assert sum(share <= 0.05 for share in false_shares(shares)) <= 2


def test_false_shares_are_those_of_benjamini_and_hochberg():
    assert false_shares([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert false_shares([]) == []

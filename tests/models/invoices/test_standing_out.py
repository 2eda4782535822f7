"""Groups that stand out, by a beta distribution."""

from __future__ import annotations

import pytest

from models.invoices.standing_out import above, standing_out


def test_the_beta_distribution():
    # above a half of a flat one, and of one that is the share of the larger of two
    assert above(0.5, 1, 1) == pytest.approx(0.5, abs=0.001)
    assert above(0.5, 2, 1) == pytest.approx(0.75, abs=0.001)
    assert above(1.5, 2, 1) == 0


def test_a_client_that_disputes_half_stands_out_among_others_that_hardly_do():
    groups = ["bad"] * 12 + ["one"] * 40 + ["two"] * 40
    came = [True] * 6 + [False] * 6 + ([True] * 2 + [False] * 38) * 2
    found = standing_out(groups, came, 4.0)
    assert list(found) == ["bad"]
    bad = found["bad"]
    assert (bad.came, bad.of, bad.others_came, bad.others_of) == (6, 12, 4, 80)
    assert (bad.share, bad.others_share) == (0.5, 0.05)
    assert bad.sure > 0.98 > bad.usual


def test_twice_is_not_enough():
    groups = ["bad"] * 6 + ["one"] * 60
    assert standing_out(groups, [True] * 2 + [False] * 4 + [True] * 3 + [False] * 57, 4.0) == {}


def test_all_alike_none_stands_out():
    groups = [str(number % 4) for number in range(200)]
    assert standing_out(groups, [number % 10 < 3 for number in range(200)], 16.0) == {}
